"""The line at the head of To Be Sent By IB: how many wait, until when, and what goes out unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal

from desktop.models.change import Subject
from desktop.services import staging
from desktop.services.sending_rules import next_absence
from desktop.views.kit.words import Words
from desktop.views.message.held_words import SOON, waiting_words

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services.sending_rules import Absence
    from desktop.store.store import Store


class _Waiting(NamedTuple):
    """How many wait, when the first of them goes out, and how many do before the office opens again."""

    number: int = 0
    nearest: datetime | None = None
    unseen: int = 0


class WaitingLine(Words):
    """Reads anew when something is held or decided; ``absence_changed`` when other hours count."""

    absence_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", parent)
        self.setWordWrap(True)
        self._desk = desk
        self._absence: Absence | None = None
        self._waiting = _Waiting()
        desk.office_changed.connect(self.look)
        desk.refresh.changed.connect(self._on_changed)
        self.look()

    def covers(self, moment: datetime) -> bool:
        """Whether what goes out then does so before the office opens again."""
        return self._absence is not None and self._absence.covers(moment)

    def look(self) -> None:
        """Read anew."""
        desk = self._desk
        desk.jobs.read(_look, desk.store, then=self._on_looked, owner=self, latest="look")

    def tell_time(self) -> None:
        """Say what is left now."""
        waiting, now = self._waiting, self._desk.now()
        words = waiting_words(waiting.number, waiting.nearest, waiting.unseen, now)
        look = "strong" if waiting.unseen else "quiet"
        if waiting.nearest is not None and waiting.nearest - now <= SOON:
            look = "problem"
        if words != self.text() or look != self.property("look"):
            self.setText(words)
            self.set_look(look)
        if self._absence is not None and self._absence.ends <= now:
            self.look()

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.STAGING) or change.of(Subject.SETTINGS):
            self.look()

    def _on_looked(self, found: tuple[_Waiting, Absence]) -> None:
        self._waiting, absence = found
        has_changed, self._absence = absence != self._absence, absence
        self.tell_time()
        if has_changed:
            self.absence_changed.emit()


def _look(store: Store) -> tuple[_Waiting, Absence]:
    absence = next_absence(store)
    number, nearest = staging.waiting(store)
    return _Waiting(number, nearest, staging.waiting_unseen(store, absence)), absence
