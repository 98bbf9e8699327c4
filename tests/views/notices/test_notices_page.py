"""My Message Center: notices are read, found again, and lead to what they speak of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.channel import Channel
from desktop.models.notice import Priority
from desktop.models.outgoing import MessageDraft
from desktop.services.notices import unread_notices
from desktop.services.sending import send
from desktop.views.lists.paged import ListState
from desktop.views.notices.notices_page import NoticesPage
from tests.support.feeds import fed, notice
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details


@pytest.fixture
def message_id(desk: Desk) -> int:
    accounts = add_accounts(desk.store, [details(1)])
    draft = MessageDraft(
        accounts=accounts,
        channels=frozenset({Channel.MESSAGE_CENTER}),
        subject="News",
        content="Words",
        reply_to=desk.actor.email,
    )
    return send(desk.store, desk.actor, draft).message_id


@pytest.fixture
def page(desk: Desk, message_id: int, qtbot: QtBot) -> Iterator[NoticesPage]:
    """Two unread notices; the newer one speaks of a message."""
    with desk.store.write() as unit:
        unit.notices.add("<b>Import</b> finished", "12 accounts & more", Priority.LOW)
        unit.notices.add("News: 1 of 1 delivered", "All is well.", message_id=message_id)
        unit.commit()
    page = NoticesPage(desk, Memory())
    page.show()
    qtbot.waitUntil(lambda: page.list.model.state is ListState.SHOWN and page.list.model.rowCount() == 2)
    yield page
    page.close()
    page.deleteLater()


def test_reading_a_notice_marks_it_read_and_back(page: NoticesPage, desk: Desk, qtbot: QtBot) -> None:
    assert unread_notices(desk.store) == 2
    page.list.table.selectRow(0)
    assert (page.subject.text(), page.body.toPlainText()) == ("News: 1 of 1 delivered", "All is well.")
    qtbot.waitUntil(lambda: page.pane.height() > page.height() / 3)
    qtbot.waitUntil(lambda: unread_notices(desk.store) == 1)
    page.unread_button.click()
    qtbot.waitUntil(lambda: unread_notices(desk.store) == 2)


def test_the_first_notice_to_come_into_an_open_page_stays_unread_until_it_is_chosen(
    desk: Desk, qtbot: QtBot
) -> None:
    page = NoticesPage(desk, Memory())
    page.show()
    page.activateWindow()
    page.list.table.setFocus()
    qtbot.waitUntil(lambda: page.list.model.state is ListState.SHOWN)
    fed(desk.store, desk.actor, notice(1))
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1 and page.list.table.hasFocus())
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert unread_notices(desk.store) == 1
    assert not page.pane.isVisible()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: unread_notices(desk.store) == 0)
    assert page.pane.isVisible()
    page.close()
    page.deleteLater()


def test_a_notice_leads_to_the_message_it_speaks_of(page: NoticesPage, message_id: int, qtbot: QtBot) -> None:
    page.list.table.selectRow(0)
    with qtbot.waitSignal(page.message_wanted) as wanted:
        page.open_button.click()
    assert wanted.args == [message_id]
    page.list.table.selectRow(1)
    assert not page.open_button.isVisible()


def test_words_of_others_are_shown_as_they_stand(page: NoticesPage) -> None:
    page.list.table.selectRow(1)
    assert page.subject.text() == "<b>Import</b> finished"
    assert page.body.toPlainText() == "12 accounts & more"


def test_notices_are_found_by_their_words(page: NoticesPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.list.filter_bar.edit, "import")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)


def test_among_unread_ones_each_stays_until_another_is_chosen(
    page: NoticesPage, desk: Desk, qtbot: QtBot
) -> None:
    page.unread.click()
    qtbot.waitUntil(lambda: page.list.model.state is ListState.SHOWN and page.list.model.rowCount() == 2)
    page.list.table.selectRow(0)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert (page.subject.text(), unread_notices(desk.store)) == ("News: 1 of 1 delivered", 2)
    page.list.table.selectRow(1)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert (page.subject.text(), unread_notices(desk.store)) == ("<b>Import</b> finished", 1)
    page.unread.click()
    qtbot.waitUntil(lambda: unread_notices(desk.store) == 0)


def test_who_tells_of_something_is_said(page: NoticesPage, desk: Desk, qtbot: QtBot) -> None:
    fed(desk.store, desk.actor, notice(1, sent_at="2026-11-20T08:00:00Z"))
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    at = [column.key for column in page.list.model.columns].index("origin")
    said = [page.list.model.index(row, at).data() for row in range(3)]
    assert said == ["This program", "This program", "IB"]


def test_a_notice_of_refused_lines_leads_to_them(page: NoticesPage, desk: Desk, qtbot: QtBot) -> None:
    with desk.store.write() as unit:
        unit.notices.add_of_refused("3 records of IB were refused", "From a.jsonl.")
        unit.commit()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    page.list.table.selectRow(0)
    assert page.open_button.isVisible()
    assert page.open_button.text() == "Refused lines"
    with qtbot.waitSignal(page.refused_wanted):
        page.open_button.click()


def test_a_notice_of_staging_leads_to_the_held_message_or_to_all_of_them(
    page: NoticesPage, desk: Desk, qtbot: QtBot
) -> None:
    with desk.store.write() as unit:
        unit.notices.add_of_staging("Two wait", "", Priority.NORMAL, None)
        unit.notices.add_of_staging("One waits", "", Priority.NORMAL, 2**40)
        unit.commit()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 4)
    for row, held, words in ((0, 2**40, "Open the message"), (1, None, "To Be Sent By IB")):
        page.list.table.selectRow(row)
        assert page.open_button.text() == words
        with qtbot.waitSignal(page.held_wanted) as wanted:
            page.open_button.click()
        assert wanted.args == [held]
