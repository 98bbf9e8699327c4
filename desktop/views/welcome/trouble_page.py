"""The store does not open: why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class TroublePage(QWidget):
    """A refusal in words, with another try and a way out."""

    again_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words("", "title").wrapped()
        self._sentence = Words("").wrapped()
        self._remedy = Words("", "strong").wrapped()
        self.again_button = PrimaryButton(tr("Try again"), self.again_wanted.emit)
        self.quit_button = Button(tr("Quit"), self.quit_wanted.emit)
        self._arrange()

    def show_refusal(self, refusal: Refused) -> None:
        """Say what did not happen, why, and what to do."""
        self._title.setText(refusal.title)
        self._sentence.setText(refusal.sentence)
        self._remedy.setText(refusal.remedy)
        self.again_button.setFocus()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.huge, scale.huge, scale.huge, scale.huge)
        column.setSpacing(scale.medium)
        for part in (self._title, self._sentence, self._remedy):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.again_button)
        row.addWidget(self.quit_button)
        row.addStretch(1)
        column.addSpacing(scale.small)
        column.addLayout(row)
        column.addStretch(1)
