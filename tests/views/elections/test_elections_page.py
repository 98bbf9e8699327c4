"""Elections: made with their effect in view, changed, ended, kept as history, dormant while the office does not take part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.staging import Decision
from desktop.services import enrolling
from desktop.services.elections import elections, make_election
from desktop.views.elections.election_dialog import ElectionDialog
from desktop.views.elections.elections_page import ElectionsPage
from desktop.views.kit.confirm import Confirm
from tests.support.clock import Clock
from tests.support.feeds import fed
from tests.support.staging import enrolled, held_in, stageable


def clock_of(desk: Desk) -> Clock:
    assert isinstance(desk.now, Clock)
    return desk.now


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ElectionsPage]:
    """Three messages of one type to two accounts each, and one of another type."""
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), 3)
    due = clock_of(desk).now + timedelta(hours=1)
    fed(desk.store, desk.actor, stageable(9, due, type="TAX", type_name="Tax form", subject="Your <form>"))
    page = ElectionsPage(desk)
    page.resize(1000, 600)
    page.show()
    qtbot.waitUntil(page.nothing.isVisible)
    yield page
    page.close()
    page.deleteLater()


def rows(page: ElectionsPage) -> list[list[str]]:
    """Type, decision, how often applied and standing of each row."""
    table = page.table
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in (0, 1, 4, 6)]
        found.append([item.text() for item in items if item is not None])
    return found


def dialog_of(page: ElectionsPage) -> ElectionDialog:
    return next(each for each in page.findChildren(ElectionDialog) if each.isVisible())


def elected(page: ElectionsPage, desk: Desk, type_: str, decision: Decision, qtbot: QtBot) -> None:
    make_election(desk.store, desk.actor, type_, decision)
    qtbot.waitUntil(lambda: bool(rows(page)))


def test_without_elections_the_keyboard_stands_on_making_one(page: ElectionsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.new_button.hasFocus)
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.new_button, Qt.Key.Key_Escape)


def test_why_none_can_be_made_stands_beside_the_button(desk: Desk, qtbot: QtBot) -> None:
    page = ElectionsPage(desk)
    page.show()
    qtbot.waitUntil(page.obstacle.isVisible)
    assert not page.new_button.isEnabled()
    assert page.obstacle.text() == page.new_button.toolTip()
    assert "IB has not sent any message yet" in page.obstacle.text()
    fed(desk.store, desk.actor, stageable(9, clock_of(desk).now + timedelta(hours=1)))
    page.deleteLater()
    page = ElectionsPage(desk)
    page.show()
    qtbot.waitUntil(page.new_button.isEnabled)
    assert page.obstacle.isHidden()
    page.deleteLater()


def test_an_election_is_made_for_a_known_type_with_its_effect_in_view(
    page: ElectionsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.new_button.click()
    dialog = dialog_of(page)
    assert [dialog.type.itemText(place) for place in range(dialog.type.count())] == [
        "Funds received",
        "Tax form",
    ]
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert (
        dialog.effect.words.text()
        == "In the last 12 months it would have stopped 3 messages to 6 recipients:"
    )
    dialog.choices[Decision.ALWAYS_SEND].setChecked(True)
    assert "it would have sent 3 messages to 6 recipients" in dialog.effect.words.text()
    dialog.type.setCurrentIndex(1)
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert dialog.effect.subjects.item(0).text() == "Your <form>"
    dialog.yes.click()
    qtbot.waitUntil(lambda: rows(page) == [["Tax form", "Always Reject", "0", "In force"]])
    due = clock_of(desk).now + timedelta(hours=1)
    fed(desk.store, desk.actor, stageable(10, due, type="TAX", type_name="Tax form"))
    qtbot.waitUntil(lambda: rows(page) == [["Tax form", "Always Reject", "1", "In force"]])


def test_an_election_is_changed_and_ended_and_stays_in_view(
    page: ElectionsPage, desk: Desk, qtbot: QtBot
) -> None:
    elected(page, desk, "FUNDS_IN", Decision.ALWAYS_REJECT, qtbot)
    page.change_button.click()
    dialog = dialog_of(page)
    assert dialog.decision is Decision.ALWAYS_SEND
    assert dialog.stands.text().startswith("Now it is Always Reject, elected by Ada Byron.")
    qtbot.waitUntil(dialog.yes.isEnabled)
    dialog.yes.click()
    ended = ["Funds received", "Always Reject", "0", "Ended"]
    qtbot.waitUntil(lambda: rows(page) == [["Funds received", "Always Send As Is", "0", "In force"], ended])
    page.table.selectRow(0)
    page.end_button.click()
    question = page.findChild(Confirm)
    assert question is not None
    assert question.accessibleName() == "End “Always Send As Is” for Funds received?"
    question.yes.click()
    qtbot.waitUntil(lambda: [row[3] for row in rows(page)] == ["Ended", "Ended"])
    assert all(each.ended_by == "Ada Byron" for each in elections(desk.store))
    assert page.end_button.isHidden()
    assert "Ended by Ada Byron" in page.story.text()


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(
    page: ElectionsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.new_button.click()
    dialog = dialog_of(page)
    qtbot.waitUntil(dialog.yes.isEnabled)
    elected(page, desk, "FUNDS_IN", Decision.ALWAYS_SEND, qtbot)
    dialog.yes.click()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    (told,) = desk.notices.take()
    assert (told.text, told.detail.split(".")[0]) == (
        "Nothing was changed",
        "Somebody else has changed this election meanwhile",
    )
    assert rows(page) == [["Funds received", "Always Send As Is", "0", "In force"]]


def test_elections_are_dormant_while_the_office_does_not_take_part(
    page: ElectionsPage, desk: Desk, qtbot: QtBot
) -> None:
    elected(page, desk, "FUNDS_IN", Decision.ALWAYS_REJECT, qtbot)
    enrolling.elect(desk.store, desk.actor, on=False)
    clock_of(desk).move(days=1)
    page._read()
    qtbot.waitUntil(lambda: rows(page)[0][3] == "Dormant")
    assert page.dormant.isVisible()
