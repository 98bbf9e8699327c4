"""To Be Sent By IB: what is listed, deciding on one and on many, undo, and who was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.models.held_message import HeldFilter, HeldFilterState
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import elections, staging
from desktop.services.sending_rules import save_sending_rules, sending_rules_of
from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage
from tests.pages.to_be_sent import ToBeSentScreen
from tests.support.feeds import fed
from tests.support.looks import Memory
from tests.support.staging import enrolled, held_in, lines, release_all, stageable
from tests.support.stores import add_user, without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.support.clock import Clock

PENDING = "Pending decision"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Three held messages to two accounts each, due in an hour."""
    without_undo(desk.store)
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), 3)
    return desk


@pytest.fixture
def screen(office: Desk, qtbot: QtBot) -> Iterator[ToBeSentScreen]:
    page = ToBeSentPage(office, Memory())
    page.resize(1000, 700)
    page.show()
    screen = ToBeSentScreen(page, qtbot)
    screen.wait_statuses(PENDING, PENDING, PENDING)
    yield screen
    page.close()
    page.deleteLater()


def clock_of(desk: Desk) -> Clock:
    return desk.store.clock  # type: ignore[return-value]


def said(desk: Desk) -> list[str]:
    """What the window was told to show."""
    return [" ".join(part for part in (each.text, each.detail) if part) for each in desk.notices.take()]


def test_the_columns_are_those_of_the_guide_and_the_time_left_is_said(
    screen: ToBeSentScreen, qtbot: QtBot
) -> None:
    titles = [column.title for column in screen.view.model.columns]
    assert titles == ["Date/Time", "Delivery Date", "Subject", "#Recipients", "Message Status", "Channel"]
    assert all("in 1 h 0 min" in words for words in screen.column("Delivery Date"))
    qtbot.waitUntil(
        lambda: screen.page.summary.text().startswith("3 messages wait for a decision; the first")
    )


def test_what_goes_out_before_the_office_opens_again_says_so(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    night = clock_of(office).now.replace(hour=2) + timedelta(days=1)
    fed(office.store, office.actor, stageable(9, night, "U0000001", subject="Tonight"))
    qtbot.waitUntil(lambda: any(words.endswith(", closed") for words in screen.column("Delivery Date")))


def test_what_nothing_has_delivered_at_its_date_is_overdue(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    clock_of(office).move(hours=3)
    screen.page._clock.timeout.emit()
    assert all(words.endswith(", overdue") for words in screen.column("Delivery Date"))
    assert screen.page.summary.text().startswith(
        "3 messages wait for a decision; the first goes out as soon as deliveries run."
    )


def test_past_its_delivery_date_nothing_is_offered_and_the_buttons_say_why(
    screen: ToBeSentScreen, office: Desk
) -> None:
    first = lines(office.store)[0]
    staging.decide(office.store, office.actor, [(first.id, first.version)], Decision.REJECT_ONCE)
    screen.wait_statuses(PENDING, PENDING, "Rejected once")
    page = screen.page
    screen.choose(0)
    assert page.send_button.isEnabled()
    clock_of(office).move(hours=3)
    page._clock.timeout.emit()
    decide = (page.send_button, page.reject_button, page.always_button)
    assert not any(button.isEnabled() for button in decide)
    assert {button.accessibleDescription() for button in decide} == {"Its delivery date has passed."}
    screen.choose(2)
    assert not page.back_button.isVisible()


def test_in_a_narrow_window_how_the_chosen_one_stands_is_not_cut_and_its_row_stays_in_view(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    due = clock_of(office).now + timedelta(hours=2)
    fed(office.store, office.actor, *(stageable(number, due, "U0000001") for number in range(4, 40)))
    page, table = screen.page, screen.view.table
    qtbot.waitUntil(lambda: screen.view.model.total == 39)
    page.resize(520, 500)
    last = table.window_in_view()[1] - 1
    screen.choose(last)
    standing = page.standing
    qtbot.waitUntil(lambda: standing.height() >= standing.heightForWidth(standing.width()))
    assert standing.height() > 2 * standing.fontMetrics().lineSpacing()
    row = table.visualRect(screen.view.model.index(last, 0))
    assert table.viewport().rect().contains(row.center())


def test_in_a_narrow_window_the_time_left_is_not_cut(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    page, table = screen.page, screen.view.table
    fed(office.store, office.actor, stageable(9, clock_of(office).now + timedelta(hours=50), "U0000001"))
    screen.wait_statuses(*[PENDING] * 4)
    place = [column.key for column in screen.view.model.columns].index("delivery")
    words = table.fontMetrics().horizontalAdvance(screen.column("Delivery Date")[3])
    # As wide as the fonts of the computer ask for, and still much too narrow for all columns.
    narrow = 4 * words
    page.resize(narrow, 440)
    qtbot.waitUntil(lambda: page.width() == narrow)
    assert table.columnWidth(place) > words


def test_several_are_sent_after_one_question_that_names_them(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    screen.view.table.selectAll()
    screen.page.send_button.click()
    question = screen.question()
    assert question.accessibleName() == "Send 3 messages as they are?"
    assert question.accessibleDescription() == "To 6 recipients. Types: Funds received."
    question.yes.click()
    qtbot.waitUntil(lambda: release_all(office.store) == 3 or False)
    screen.wait_statuses("Sent as is", "Sent as is", "Sent as is")
    assert "3 messages are sent as they are." in said(office)


def test_rejecting_can_be_undone(screen: ToBeSentScreen, office: Desk, qtbot: QtBot) -> None:
    screen.choose(0)
    screen.press(Qt.Key.Key_Delete)  # one alone is not asked about
    qtbot.waitUntil(lambda: "Rejected once" in screen.statuses())
    (notice,) = office.notices.take()
    assert notice.action is not None
    notice.action()
    screen.wait_statuses(PENDING, PENDING, PENDING)


def test_one_that_could_not_be_kept_back_is_sent_after_a_question_only(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    screen.choose(0)
    screen.page.send_button.click()
    screen.question().no.click()
    rules = replace(sending_rules_of(office.store), undo_seconds=20)
    save_sending_rules(office.store, office.actor, rules)
    screen.page.send_button.click()
    qtbot.waitUntil(lambda: lines(office.store)[0].standing.state is HeldState.LEAVING)


def test_the_question_says_what_becomes_of_those_that_wait_no_longer(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    due = clock_of(office).now + timedelta(hours=9)
    fed(office.store, office.actor, *(stageable(number, due, "U0000001") for number in (8, 9)))
    qtbot.waitUntil(lambda: screen.view.model.total == 5)
    first = lines(office.store)[0]
    staging.decide(office.store, office.actor, [(first.id, first.version)], Decision.REJECT_ONCE)
    clock_of(office).move(hours=2)  # two more are past their delivery dates, and nothing delivers
    screen.view.table.selectAll()
    screen.page.send_button.click()
    question = screen.question()
    assert question.accessibleName() == "Send 2 messages as they are?"
    assert question.accessibleDescription() == (
        "To 2 recipients. Types: Funds received. 3 others that are chosen are decided already,"
        " or past their delivery dates, and stay as they are."
    )


def test_before_always_rejecting_its_effect_is_shown(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    screen.choose(0)
    screen.page.always_button.click()
    effect = screen.effect()
    assert (
        effect.effect.words.text()
        == "In the last 12 months it would have stopped 3 messages to 6 recipients:"
    )
    qtbot.waitUntil(lambda: effect.focusWidget() is effect.cancel)
    assert effect.height() <= effect.heightForWidth(effect.width())
    effect.accept_button.click()
    qtbot.waitUntil(lambda: "Always rejected" in screen.statuses())
    (election,) = elections.elections(office.store)
    assert election.decision is Decision.ALWAYS_REJECT
    assert any("Later ones of the type are rejected too" in words for words in said(office))


def test_who_was_first_is_told(screen: ToBeSentScreen, office: Desk, qtbot: QtBot) -> None:
    other = add_user(office.store, Role.APPROVER, "Alan Turing")
    screen.view.table.selectAll()
    screen.page.send_button.click()
    question = screen.question()
    first = lines(office.store)[0]
    staging.decide(office.store, other, [(first.id, first.version)], Decision.REJECT_ONCE)
    question.yes.click()
    qtbot.waitUntil(lambda: any("Alan Turing" in words for words in said(office)))
    states = {line.id: line.standing.state for line in lines(office.store)}
    assert states.pop(first.id) is HeldState.REJECTED
    assert set(states.values()) == {HeldState.LEAVING}


def test_a_message_that_goes_out_leaves_selection_and_the_others_where_they_are(
    screen: ToBeSentScreen, office: Desk, qtbot: QtBot
) -> None:
    fed(office.store, office.actor, stageable(9, clock_of(office).now + timedelta(hours=9), "U0000001"))
    screen.wait_statuses(PENDING, PENDING, PENDING, PENDING)
    screen.choose(3)
    chosen = screen.view.selection().ids
    clock_of(office).move(hours=1)
    release_all(office.store)
    screen.wait_statuses(PENDING, "Sent at its date", "Sent at its date", "Sent at its date")
    assert screen.view.selection().ids == chosen


def test_the_filter_narrows_by_status(screen: ToBeSentScreen, office: Desk) -> None:
    first = lines(office.store)[0]
    staging.decide(office.store, office.actor, [(first.id, first.version)], Decision.REJECT_ONCE)
    screen.page.filters.choose(HeldFilter(state=HeldFilterState.REJECTED))
    screen.wait_statuses("Rejected once")


def test_a_viewer_sees_and_cannot_decide(office: Desk, qtbot: QtBot) -> None:
    office.actor = add_user(office.store, Role.VIEWER, "Vi Ewer")
    page = ToBeSentPage(office, Memory())
    page.show()
    screen = ToBeSentScreen(page, qtbot)
    screen.wait_statuses(PENDING, PENDING, PENDING)
    screen.choose(0)
    assert page.preview_button.isEnabled()
    assert not page.send_button.isEnabled()
    assert page.send_button.toolTip() == "Approvers and administrators decide."
    page.close()
    page.deleteLater()
