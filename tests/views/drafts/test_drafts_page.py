"""Drafts: what a person does with the messages they have begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text

from desktop.models.office import Role
from desktop.models.outgoing import MessageDraft
from desktop.services.drafts import keep
from desktop.views.drafts.drafts_page import DraftsPage
from desktop.views.lists.paged import ListState
from tests.support.looks import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.support.clock import Clock

DRAFTS = (
    MessageDraft(subject="Fees", content="About fees", accounts=(1, 2, 3)),
    MessageDraft(content="No subject yet"),
    MessageDraft(subject="Letter for {{ account_title }}", content="Dear all", accounts=tuple(range(1_500))),
)


@pytest.fixture
def ids(desk: Desk) -> list[int]:
    """Three drafts, a minute apart; their ids, the oldest first."""
    found = []
    clock: Clock = desk.now  # type: ignore[assignment]
    for draft in DRAFTS:
        with desk.store.write() as unit:
            found.append(keep(unit, desk.actor, draft))
            unit.commit()
        clock.move(minutes=1)
    return found


@pytest.fixture
def page(desk: Desk, ids: list[int], qtbot: QtBot) -> Iterator[DraftsPage]:
    page = DraftsPage(desk, Memory())
    page.show()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    yield page
    page.close()
    page.deleteLater()


def rows(page: DraftsPage) -> list[list[str]]:
    model = page.list.model
    if model.state is not ListState.SHOWN:
        return []
    return [[model.index(row, column).data() for column in (0, 1, 3)] for row in range(model.rowCount())]


def test_the_newest_comes_first_with_subject_recipients_and_time(page: DraftsPage) -> None:
    assert rows(page) == [
        ["Letter for ‹account title›", "1,500", "10:02"],
        ["No subject", "none yet", "10:01"],
        ["Fees", "3", "10:00"],
    ]


def test_enter_opens_and_so_does_the_button(page: DraftsPage, ids: list[int], qtbot: QtBot) -> None:
    page.list.table.setFocus()
    page.list.table.selectRow(2)
    with qtbot.waitSignal(page.opened) as opened:
        QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert opened.args == [ids[0]]
    with qtbot.waitSignal(page.opened) as again:
        page.open_button.click()
    assert again.args == [ids[0]]


def test_delete_can_be_undone(page: DraftsPage, desk: Desk, qtbot: QtBot) -> None:
    assert not page.delete_button.isEnabled()
    page.list.table.selectRow(1)
    page.delete_button.click()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)
    (notice,) = desk.notices.take()
    assert notice.text == "1 draft deleted."
    assert notice.action is not None
    notice.action()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)


def test_the_row_the_keyboard_stands_on_is_the_one_the_buttons_act_on(
    page: DraftsPage, ids: list[int], qtbot: QtBot
) -> None:
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.open_button.isEnabled)
    assert page.list.selection().ids == {ids[2]}
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows(page)) == 2 and page.list.selection().ids == {ids[1]})
    assert page.open_button.isEnabled()
    assert page.delete_button.isEnabled()


def test_words_in_the_text_are_found(page: DraftsPage, qtbot: QtBot) -> None:
    page.list.filter_bar.edit.setText("dear")
    qtbot.waitUntil(lambda: [row[0] for row in rows(page)] == ["Letter for ‹account title›"])


def test_a_damaged_one_says_so(page: DraftsPage, desk: Desk, ids: list[int], qtbot: QtBot) -> None:
    with desk.store.write() as unit:
        unit.connection.execute(text("UPDATE draft SET form = '{' WHERE id = :id"), {"id": ids[0]})
        unit.drafts.restore([ids[0]], desk.actor.id)
        unit.commit()
    qtbot.waitUntil(lambda: rows(page)[2][0] == "Fees (damaged)")


def test_another_person_at_this_desk_sees_their_own(page: DraftsPage, desk: Desk, qtbot: QtBot) -> None:
    with desk.store.read() as unit:
        grace = next(user for user in unit.office.users() if user.name == "Grace Hopper")
    desk.take_office(desk.office, desk.zone, grace)
    qtbot.waitUntil(page.first_button.isVisible)
    assert page.first_button.isEnabled()
    desk.take_office(desk.office, desk.zone, grace._replace(role=Role.VIEWER))
    assert not page.first_button.isEnabled()


def test_the_empty_list_says_what_will_be_here_and_begins(desk: Desk, qtbot: QtBot) -> None:
    page = DraftsPage(desk, Memory())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.first_button.isVisible)
    with qtbot.waitSignal(page.write_wanted):
        page.first_button.click()
