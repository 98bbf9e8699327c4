"""Asks what becomes of changes that were not saved."""

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


class LeaveQuestion(QDialog):
    """Save, discard, or stay. Window-modal and not blocking: ``open()`` it."""

    def __init__(
        self,
        parent: QWidget,
        what: str,
        save: Callable[[], object],
        discard: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Message Center"))
        question = tr("Save the changes to {what}?").format(what=what)
        self.setAccessibleName(question)
        self.save_button = Button(tr("Save"), lambda: self._choose(save), variant="primary")
        self.discard_button = Button(tr("Discard"), lambda: self._choose(discard))
        self.stay_button = Button(tr("Keep editing"), self.reject)
        self._arrange(question)
        self.save_button.setDefault(True)
        self.save_button.setFocus()

    def _arrange(self, question: str) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(question, "emphasis").wrapped())
        column.addWidget(Words(tr("They are not saved yet."), "quiet").wrapped())
        column.addSpacing(scale.medium)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.discard_button)
        row.addStretch()
        row.addWidget(self.stay_button)
        row.addWidget(self.save_button)
        column.addLayout(row)

    def _choose(self, act: Callable[[], object]) -> None:
        self.accept()
        act()
