"""A desk to put a screen on: an open store, real jobs, and commits that are heard."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.screen import turn
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


@contextmanager
def desk_for(store: Store, actor: User, folder: Path) -> Iterator[Desk]:
    """The desk of ``actor``, whose mail goes into a folder of ``folder``."""
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
