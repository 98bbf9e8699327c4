"""A client's message center shows what that client finds, and nothing of another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.sent.client_center_page import ClientCenterPage
from tests.pages.sent import ClientScreen
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.sent_office import SentOffice


@pytest.fixture
def ids(office: SentOffice) -> tuple[int, ...]:
    """Three accounts: the first has two messages and a bulletin, the last nothing at all."""
    ids = add_accounts(office.theirs, [details(number) for number in range(1, 4)])
    office.send_to(ids[:2], "WEB", "First")
    office.deliver()
    office.clock.move(days=1)
    office.send_to(ids[:1], "W", "Second for {{ account_number }}")
    office.deliver()
    return ids


def opened(office: SentOffice, qtbot: QtBot, account_id: int) -> ClientScreen:
    page = ClientCenterPage(office.desk, account_id)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return ClientScreen(page, qtbot)


def test_messages_newest_first_with_the_chosen_one(
    office: SentOffice, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    screen = opened(office, qtbot, ids[0])
    screen.wait_shown("your statement for U0000001")
    assert screen.subjects() == ["Second for U0000001", "First"]
    assert screen.page.head.header.title == "U0000001  Client 1"
    assert screen.page.subject.text() == "Second for U0000001"
    QTest.keyClick(screen.page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.page.subject.text() == "First")
    screen.wait_shown("Dear Client 1,")


def test_bulletins_stand_beside_the_messages(office: SentOffice, ids: tuple[int, ...], qtbot: QtBot) -> None:
    screen = opened(office, qtbot, ids[0])
    screen.wait_shown("U0000001")
    screen.switch()
    assert screen.subjects() == ["First"]
    screen.wait_shown("First\nDear Client 1,")
    screen.switch()
    screen.wait_shown("your statement for U0000001")
    assert screen.subjects() == ["Second for U0000001", "First"]


def test_nobody_else_s_messages_are_there(office: SentOffice, ids: tuple[int, ...], qtbot: QtBot) -> None:
    screen = opened(office, qtbot, ids[2])
    qtbot.waitUntil(screen.page.nothing.isVisible)
    assert screen.subjects() == []


def test_escape_goes_back(office: SentOffice, ids: tuple[int, ...], qtbot: QtBot) -> None:
    screen = opened(office, qtbot, ids[0])
    screen.wait_shown("U0000001")
    with qtbot.waitSignal(screen.page.closed):
        QTest.keyClick(screen.page.table, Qt.Key.Key_Escape)
    with qtbot.waitSignal(screen.page.closed):
        QTest.mouseClick(screen.page.head.back, Qt.MouseButton.LeftButton)


def test_an_account_that_is_not_there_says_so(office: SentOffice, qtbot: QtBot) -> None:
    page = ClientCenterPage(office.desk, 4711)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.closed):
        page.show()
    assert [notice.text for notice in office.desk.notices.take()] == ["There is no such account"]
