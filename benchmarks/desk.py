"""What a window stands on while it is measured, and how long it stood still."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer

from benchmarks.screen import since, turn
from desktop.bridge.commits import Commits
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.services.office import office_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.models.office import User
    from desktop.store.store import Store

_TICK_MS = 5


@contextmanager
def stalls() -> Iterator[list[float]]:
    """How much later than it should each tick of a clock in the window comes, in milliseconds."""
    gaps, last = [0.0], time.perf_counter()

    def tick() -> None:
        nonlocal last
        gaps.append(since(last) - _TICK_MS)
        last = time.perf_counter()

    clock = QTimer(interval=_TICK_MS)
    clock.timeout.connect(tick)
    clock.start()
    yield gaps
    clock.stop()


@contextmanager
def desk_on(store: Store, actor: User, folder: Path) -> Iterator[Desk]:
    """An office's desk in this process; it is cleared away afterwards."""
    office = office_of(store)
    assert office is not None
    desk = Desk(
        store=store,
        actor=actor,
        office=office,
        zone=ZoneInfo("America/New_York"),
        jobs=Jobs(),
        refresh=Refresh(store.origin),
        notices=NoticeBus(),
        mail_folder=folder / "mail",
    )
    Commits(store, desk.refresh, desk.refresh)
    yield desk
    desk.jobs.stop()
    desk.deleteLater()
    turn()
