"""Makes the broker's new messages quick to find, a few at a time, while a window on a server's store is calm.

Of an embedded store the process that takes the feed does it (``services/feed/feed_beside.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.late import late
from desktop.models.change import ChangeKind, Subject

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services import broker_messages
else:
    broker_messages = late("desktop.services.broker_messages")

# Whoever has just taken a file goes on writing for a while; between two steps others write and paint.
_CALM_MS = 2_000
_STEP_MS = 60


class BrokerIndex(QObject):
    """Begins at once and whenever messages came. They are found meanwhile, more slowly."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_running = False
        self._waiting = QTimer(self, singleShot=True)
        self._waiting.timeout.connect(self._step)
        desk.refresh.changed.connect(self._on_changed)
        self.begin()

    def begin(self) -> None:
        """Soon."""
        if not self._is_running:
            self._waiting.start(_CALM_MS)

    def stop(self) -> None:
        """The office is being closed."""
        self._waiting.stop()

    def _on_changed(self, change: Change) -> None:
        if any(touch.kind is ChangeKind.CREATED for touch in change.of(Subject.BROKER_MESSAGES)):
            self.begin()

    def _step(self) -> None:
        desk = self._desk
        self._is_running = True
        desk.jobs.write_long(
            broker_messages.index_some, desk.store, then=self._on_step, failed=self._on_failed, owner=self
        )

    def _on_step(self, more: bool) -> None:  # noqa: FBT001 - what a job returns
        self._is_running = False
        if more:
            self._waiting.start(_STEP_MS)

    def _on_failed(self, _error: Exception) -> None:
        self._is_running = False
