"""Sent By IB while nothing has come: the next step, as long as it is the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.models.office import Role
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details, opened

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.broker.nothing_from_ib import NothingFromIb
    from tests.support.clock import Clock


@pytest.mark.parametrize("can_take_feed", [False, True])
def test_an_empty_list_says_how_messages_come_in(desk: Desk, qtbot: QtBot, can_take_feed: bool) -> None:
    add_accounts(desk.store, [details(1_000_001)])
    nothing = shown_empty(desk, qtbot, can_take_feed=can_take_feed).nothing
    assert offered(nothing) == (["Take a feed file…"] if can_take_feed else [])
    assert nothing.sentence.startswith("What IB sends to your clients comes in by its feed")


def test_without_clients_they_are_imported_first_for_the_feed_would_be_refused(
    desk: Desk, qtbot: QtBot
) -> None:
    page = shown_empty(desk, qtbot, can_take_feed=True)
    qtbot.waitUntil(lambda: offered(page.nothing) == ["Import clients"])
    assert page.nothing.sentence.startswith("Your client list comes first")
    with qtbot.waitSignal(page.import_wanted):
        page.nothing.import_button.click()
    page.hide()
    add_accounts(desk.store, [details(1_000_001)])
    page.show()
    qtbot.waitUntil(lambda: offered(page.nothing) == ["Take a feed file…"])
    with qtbot.waitSignal(page.feed_wanted):
        page.nothing.feed_button.click()


def test_whoever_may_not_import_is_told_what_is_missing(desk: Desk, qtbot: QtBot) -> None:
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.SENDER))
    nothing = shown_empty(desk, qtbot, can_take_feed=True).nothing
    qtbot.waitUntil(lambda: nothing.sentence.startswith("Your client list comes first"))
    assert offered(nothing) == []


def test_clients_that_another_program_imports_are_known_at_once(
    desk: Desk, tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    page = shown_empty(desk, qtbot, can_take_feed=True)
    qtbot.waitUntil(lambda: offered(page.nothing) == ["Import clients"])
    feed, theirs = desk.store.feed(), opened(str(tmp_path / "office.db"), clock)
    add_accounts(theirs, [details(1_000_001)])
    change = feed.next_change(0)
    assert change is not None
    desk.refresh.take_heard(change)
    qtbot.waitUntil(lambda: offered(page.nothing) == ["Take a feed file…"])
    assert page.nothing.sentence.startswith("What IB sends to your clients comes in by its feed")
    feed.close()
    theirs.close()


def shown_empty(desk: Desk, qtbot: QtBot, *, can_take_feed: bool) -> SentByIbPage:
    page = SentByIbPage(desk, Memory(), can_take_feed=can_take_feed)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.nothing.isVisible)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    return page


def offered(nothing: NothingFromIb) -> list[str]:
    return [button.text() for button in nothing.findChildren(QPushButton) if button.isVisible()]
