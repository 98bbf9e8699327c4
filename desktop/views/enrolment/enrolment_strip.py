"""A strip for the head of To Be Sent By IB: how the office stands, and the ways to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.enrolment.enrolment_words import change_words
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.enrolment import EnrolmentState


class EnrolmentStrip(QFrame):
    """Knows no store: ``show_standing`` says what stands in it, ``change_wanted`` what is asked for."""

    change_wanted = Signal()
    elections_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Message staging"))
        self.words = Words("", "quiet").wrapped()
        self.elections = Button(tr("Elections…"), self.elections_wanted.emit, variant="quiet")
        self.change = Button("", self.change_wanted.emit, variant="quiet")
        self.change.hide()
        scale = theme_of(self).scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.large, scale.tiny, scale.large, scale.tiny)
        row.setSpacing(scale.small)
        row.addWidget(self.words, 1)
        row.addWidget(self.elections)
        row.addWidget(self.change)

    def show_standing(self, state: EnrolmentState, words: str, why_not: str) -> None:
        """``why_not`` says why the person cannot change it; empty where it can be changed."""
        self.words.setText(words)
        self.change.relabel(change_words(state))
        self.change.setEnabled(not why_not)
        self.change.setToolTip(why_not)
        self.change.setAccessibleDescription(why_not)
        self.change.show()
