"""An office with a few clients of many names, and Manage Recipients opened on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.bridge.commits import Commits
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.models.account import AccountStatus
from desktop.models.office import Office, Role, User
from desktop.views.recipients.recipients_page import RecipientsPage
from tests.pages.recipients import RecipientsScreen
from tests.support.clock import Clock
from tests.support.stores import add_accounts, details, new_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pytestqt.qtbot import QtBot

    from desktop.store.store import Store
    from desktop.views.theme.theme import Theme

TITLES = ("Fowler, Watson", "Møller Søren", "山田太郎", "Fowler Foundation", "Zoë Martín")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "office.db", Clock())
    yield store
    store.close()


@pytest.fixture
def ids(store: Store) -> tuple[int, ...]:
    """Five open accounts, U0000001 to U0000005, and a closed one, U0000009."""
    accounts = [details(at, title=title) for at, title in enumerate(TITLES, start=1)]
    closed = details(9, title="Closed Fowler", status=AccountStatus.CLOSED)
    return add_accounts(store, [*accounts, closed])


@pytest.fixture
def desk(store: Store, qapp: Any) -> Iterator[Desk]:
    jobs = Jobs()
    user = User(1, "ada", "Ada Byron", "ada@office.example", Role.ADMIN, active=True, signature="")
    desk = Desk(
        store=store,
        actor=user,
        office=Office("Sample office"),
        zone=ZoneInfo("UTC"),
        jobs=jobs,
        refresh=Refresh(store.origin, merge_ms=0),
        notices=NoticeBus(),
        mail_folder=Path("mail"),
    )
    Commits(store, desk.refresh, desk.refresh)
    yield desk
    assert jobs.stop()


@pytest.fixture
def page(desk: Desk, theme: Theme, qtbot: QtBot) -> RecipientsPage:
    page = RecipientsPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 500)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


@pytest.fixture
def screen(page: RecipientsPage, qtbot: QtBot) -> RecipientsScreen:
    return RecipientsScreen(page, qtbot)
