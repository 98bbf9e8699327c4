"""Shown in a preview when somebody else was first: who did what, without taking anything away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.models.held_message import StagingEvent
from desktop.models.staging import HeldState
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.words import Words
from desktop.views.message.held_words import decided_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import HeldEvent, HeldLine

_CHANGES = frozenset({StagingEvent.DECIDED, StagingEvent.REVERSED, StagingEvent.RELEASED})


class MeanwhileBar(QFrame):
    """Hidden until something happened that the person at the desk did not do."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("notice")
        self.setProperty("kind", "warning")
        self.words = Words("", "strong").wrapped()
        scale = theme_of(self).scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        row.setSpacing(scale.small)
        row.addWidget(self.words, 1)
        row.addWidget(IconButton("close", tr("Close this line"), self.hide))
        self.hide()

    def compare(self, before: HeldLine | None, now: HeldLine, events: Sequence[HeldEvent]) -> None:
        """Say what changed between two looks, where it was not done by whoever is at the desk."""
        if before is None or before.version == now.version:
            return
        last = next((event for event in reversed(events) if event.what in _CHANGES), None)
        words = "" if last is None or last.by == self._desk.actor.name else self._said(now, last.by)
        self.setVisible(bool(words))
        if words:
            self.words.setText(words)
            self.setAccessibleName(words)

    def _said(self, now: HeldLine, by: str) -> str:
        standing = now.standing
        if standing.state is HeldState.DELIVERED:
            return ""  # the line above says it: there is nothing left to decide
        if standing.state is HeldState.PENDING:
            return tr("{name} took the decision back while you looked: it waits again.").format(name=by)
        decision = decided_words(now, self._desk.zone, self._desk.now())
        return tr("Decided while you looked. {decision}.").format(decision=decision)
