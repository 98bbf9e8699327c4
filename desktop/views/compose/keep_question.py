"""Asks what becomes of a message that is left half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable


class KeepQuestion(QDialog):
    """Keep, delete, or go on writing, which Esc does too. Window-modal and not blocking: ``open()`` it."""

    def __init__(self, parent: QWidget, keep: Callable[[], object], delete: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Message Center"))
        self.keep = Button(tr("Keep draft"), lambda: self._choose(keep), variant="primary")
        self.delete = Button(tr("Delete draft"), lambda: self._choose(delete))
        self.stay = Button(tr("Go on writing"), self.reject)
        question = tr("Keep this message as a draft?")
        sentence = tr("A draft stands under Drafts, in the left column, until you send or delete it.")
        self.setAccessibleName(question)
        self.setAccessibleDescription(sentence)
        self._arrange(question, sentence)
        self.keep.setDefault(True)
        self.keep.setFocus()

    def _arrange(self, question: str, sentence: str) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(question, "emphasis").wrapped())
        column.addWidget(Words(sentence, "quiet").wrapped())
        column.addSpacing(scale.medium)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.delete)
        row.addStretch()
        row.addWidget(self.stay)
        row.addWidget(self.keep)
        column.addLayout(row)

    def _choose(self, act: Callable[[], object]) -> None:
        self.accept()
        act()
