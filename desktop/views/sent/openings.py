"""When messages that leave within office hours only will in fact leave: asked about once each, off the window's thread."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.late import late
from desktop.models.change import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services import scheduling
else:
    scheduling = late("desktop.services.scheduling")


class Openings(QObject):
    """``learnt`` when the answer to a question is there."""

    learnt = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[datetime, datetime | None] = {}
        desk.refresh.changed.connect(self._on_changed)

    def after(self, moment: datetime) -> datetime | None:
        """When the office opens, where it is closed at ``moment``; None while it is open, or not known yet."""
        if moment not in self._known:
            self._known[moment] = None
            desk, then = self._desk, functools.partial(self._on_read, moment)
            desk.jobs.read(scheduling.leaves_at, desk.store, moment, then=then, owner=self)
        return self._known[moment]

    def _on_read(self, moment: datetime, leaves_at: datetime) -> None:
        if leaves_at > moment:
            self._known[moment] = leaves_at
            self.learnt.emit()

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.SETTINGS) and self._known:
            self._known.clear()
            self.learnt.emit()
