"""What is being sent just now, for the edges of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.language import trn
from desktop.models.change import Subject
from desktop.models.delivery import DeliveryTotals
from desktop.models.pace import Pace
from desktop.services.sent import under_way
from desktop.views.sent.progress_words import count_words, rate_words

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change

_PAUSE_MS = 250
_BEAT_MS = 5000


class SendingStatus(QObject):
    """Looks again when deliveries change, four times a second at most.

    ``changed`` brings the words and the share that is settled, 0.0 to 1.0; empty words when
    nothing is under way.
    """

    changed = Signal(str, float)

    def __init__(self, desk: Desk, parent: QObject | None = None, pause_ms: int = _PAUSE_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pace = Pace()
        self._count = 0
        self._again = False
        self._totals = DeliveryTotals()
        # What stands still is told of by nobody, and must not keep the rate it had.
        self.beat = QTimer(self, interval=_BEAT_MS)
        self.beat.timeout.connect(self._tell)
        self._timer = QTimer(self, singleShot=True, interval=pause_ms)
        self._timer.timeout.connect(self._on_timeout)
        desk.refresh.changed.connect(self._on_changed)
        self._look()

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.DELIVERIES) or change.of(Subject.MESSAGES):
            if self._timer.isActive():
                self._again = True
            else:
                self._look()

    def _on_timeout(self) -> None:
        if self._again:
            self._look()

    def _look(self) -> None:
        self._again = False
        self._timer.start()
        desk = self._desk
        desk.jobs.read(under_way, desk.store, then=self._on_read, owner=self, latest="under_way")

    def _on_read(self, found: tuple[int, DeliveryTotals]) -> None:
        count, totals = found
        if count != self._count:
            # Other messages' counts say nothing about the rate.
            self._pace = Pace()
        self._count, self._totals = count, totals
        self._pace.note(totals.settled, self._desk.now())
        self._tell()

    def _tell(self) -> None:
        count, totals = self._count, self._totals
        if not count:
            self.beat.stop()
            self.changed.emit("", 0.0)
            return
        if not self.beat.isActive():
            self.beat.start()
        rate = self._pace.rate(self._desk.now())
        sending = trn("Sending {n} message", "Sending {n} messages", count)
        words = f"{sending}, {count_words(totals)}"
        self.changed.emit(
            f"{words} · {rate_words(rate)}" if rate else words, totals.settled / max(totals.total, 1)
        )
