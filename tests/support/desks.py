"""A desk for tests: an office with a few clients, open on an embedded store, with real jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shiboken6 import delete

from desktop.bridge.commits import Commits
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.models.office import Office, Role
from desktop.settings import OFFICE_NAME, OFFICE_ZONE
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.stores import add_user, new_store

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.office import User
    from desktop.store.store import Store

_MERGE_MS = 2  # long enough for what is written in one turn, and short, because most tests wait for it


def open_desk(folder: Path, office_name: str = "Harbor Advisors") -> Desk:
    """A new office with two users, Ada Byron at the desk. ``close_desk`` ends it."""
    clock = Clock()
    store = new_store(folder / "office.db", clock)
    actor = add_user(store, signature="Ada Byron\nHarbor Advisors")
    add_user(store, Role.SENDER, "Grace Hopper", signature="Grace")
    with store.write() as unit:
        unit.office.save_settings({OFFICE_NAME.key: office_name, OFFICE_ZONE.key: "Europe/Berlin"})
        unit.commit()
    return _desk(store, actor, Office(office_name, "Europe/Berlin"), clock, folder)


def desk_on(store: Store, clock: Clock, folder: Path) -> Desk:
    """The desk of an administrator of an office that is there. ``close_desk`` ends it."""
    with store.read() as unit:
        actor = next(user for user in unit.office.users() if user.may(Role.ADMIN))
    return _desk(store, actor, Office("Harbor Advisors", "Europe/Berlin"), clock, folder)


def _desk(store: Store, actor: User, office: Office, clock: Clock, folder: Path) -> Desk:
    jobs = Jobs()
    desk = Desk(
        store=store,
        actor=actor,
        office=office,
        zone=ZoneInfo("Europe/Berlin"),
        jobs=jobs,
        refresh=Refresh(store.origin, merge_ms=_MERGE_MS),
        notices=NoticeBus(),
        mail_folder=folder / "mail",
        ways=FakeMail().ways(),
        now=clock,
    )
    Commits(store, desk.refresh, desk.refresh)
    jobs.faulted.connect(desk.notices.failure)
    return desk


def close_desk(desk: Desk) -> None:
    """Finish the work and close the store."""
    assert desk.jobs.stop()
    delete(desk.refresh)  # its timer may still run
    desk.store.close()
