"""Asks before what cannot be undone; the button says the verb and the number."""

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

    from PySide6.QtGui import QShowEvent


class Confirm(QDialog):
    """Window-modal and not blocking: ``Confirm(...).open()``; ``on_yes`` is called when it is chosen.

    ``danger`` marks what destroys; Enter then does not choose it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        question: str,
        sentence: str,
        verb: str,
        on_yes: Callable[[], object],
        *,
        danger: bool = False,
        cancel: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Message Center"))
        self.setAccessibleName(question)
        self._on_yes = on_yes
        self._sentence = Words("", "quiet").wrapped()
        self.yes = Button(verb, self._on_yes_chosen, variant="danger" if danger else "primary")
        self.no = Button(cancel or tr("Cancel"), self.reject)
        self._arrange(question)
        self.say(sentence)
        first = self.no if danger else self.yes
        first.setDefault(True)
        first.setFocus()

    def say(self, sentence: str) -> None:
        """Another sentence below the question, where what it is about goes on meanwhile."""
        if sentence != self._sentence.text():
            self._sentence.setText(sentence)
            self.setAccessibleDescription(sentence)
            self._grow()

    def _arrange(self, question: str) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(question, "emphasis").wrapped())
        column.addWidget(self._sentence)
        column.addSpacing(scale.medium)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """High enough for all of its words: Qt measures them for a width that a long word may not get."""
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _on_yes_chosen(self) -> None:
        self.accept()
        self._on_yes()
