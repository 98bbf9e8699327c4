"""Every try of one delivery: when, what came of it, and the server's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.delivery import DeliveryState
from desktop.views.kit.delivery_words import state_word
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.delivery_history import DeliveryTry

_MOST_IN_VIEW = 5


class TriesList(QWidget):
    """Hidden where there was one try: what came of it is said beside it already."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[tuple[str, str]] = []
        scale = theme_of(self).scale
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.tiny)
        column.addWidget(Words(tr("Tries"), "strong"))
        column.addWidget(self._scroll)
        self.setAccessibleName(tr("Tries of this delivery"))
        self.hide()

    def show_tries(self, tries: Sequence[DeliveryTry]) -> None:
        """Oldest first."""
        desk = self._desk
        moments = (short_moment(each.at, desk.zone, desk.now()) for each in tries)
        self.lines = list(zip(moments, tries_words(tries), strict=True))
        self.setVisible(len(tries) > 1)
        if len(tries) > 1:
            self._scroll.setWidget(self._grid(tries))
            in_view = min(len(tries), _MOST_IN_VIEW)
            self._scroll.setFixedHeight(in_view * theme_of(self).scale.row_compact)

    def _grid(self, tries: Sequence[DeliveryTry]) -> QWidget:
        scale = theme_of(self).scale
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.medium)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for place, (each, (when, words)) in enumerate(zip(tries, self.lines, strict=True)):
            moment = Words(when, "quiet")
            moment.setToolTip(whole_moment(each.at, self._desk.zone))
            said = Words(words).wrapped()
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(moment, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(tries), 1)
        return inside


def tries_words(tries: Sequence[DeliveryTry]) -> list[str]:
    """``1. Later: 451 try again`` each, or whose wish it was to send it again; then also of which sending it was.

    Each sending has its own tries, as many as one is given.
    """
    words, sending, is_resent = [], 1, any(each.is_wish for each in tries)
    for each in tries:
        if each.is_wish:
            sending += 1
            wish = tr("{name} had it sent again to {address}")
            words.append(wish.format(name=each.by, address=each.address))
            continue
        state = tr("Later") if each.state is DeliveryState.QUEUED else state_word(each.state)
        line = tr("Sending {sending}, try {n}. {state}") if is_resent else tr("{n}. {state}")
        told = line.format(sending=sending, n=each.number, state=state)
        words.append(f"{told}: {each.words}" if each.words else told)
    return words
