"""Shown when a colleague saved the same template first: two ways out, none of which loses a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.errors import Refused


class ConflictBar(QFrame):
    """Hidden until ``show_conflict``."""

    rename_asked = Signal()
    theirs_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("kind", "warning")
        self._words = Words().wrapped()
        self.rename = Button(tr("Save under another name"), self.rename_asked.emit)
        self.theirs = Button(tr("Look at theirs"), self.theirs_asked.emit)
        scale = theme_of(self).scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.medium, scale.small, scale.medium, scale.small)
        row.setSpacing(scale.small)
        row.addWidget(self._words, 1)
        row.addWidget(self.theirs)
        row.addWidget(self.rename)
        self.hide()

    def show_conflict(self, refusal: Refused) -> None:
        self._words.setText(f"{refusal.title}. {refusal.sentence}")
        self.setAccessibleName(self._words.text())
        self.show()
        self.rename.setFocus()
