"""The preview of a held message: what is seen, what is offered, and what happens while it is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.office import Role
from desktop.models.staging import Decision
from desktop.services import staging
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from desktop.views.message.held_words import status_words, time_left
from tests.pages.held_preview import HeldPreviewScreen
from tests.support.looks import Memory
from tests.support.staging import enrolled, held_in, lines, release_all
from tests.support.stores import add_user, without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import HeldLine
    from tests.support.clock import Clock


@pytest.fixture
def held(desk: Desk) -> list[HeldLine]:
    """Two held messages to two accounts, due in an hour."""
    clock: Clock = desk.store.clock  # type: ignore[assignment]
    without_undo(desk.store)
    enrolled(desk.store, desk.actor, clock)
    body = "Credited: **{{ amount }}** to {{ account_title }}."
    return list(held_in(desk.store, desk.actor, clock, 2, body=body))


@pytest.fixture
def screen(desk: Desk, held: list[HeldLine], qtbot: QtBot) -> Iterator[HeldPreviewScreen]:
    """The first of them, opened."""
    page = HeldPreviewPage(desk, Memory(), held[0].id, lambda _id, step: held[step].id)
    page.resize(1000, 700)
    page.show()
    screen = HeldPreviewScreen(page, qtbot)
    screen.wait_words("Credited:  amount  to  account title .")
    screen.wait_standing("Pending decision")
    yield screen
    page.close()
    page.deleteLater()


def test_on_a_small_screen_the_message_can_still_be_read(screen: HeldPreviewScreen, qtbot: QtBot) -> None:
    page = screen.page
    page.recipients.click()
    page.resize(730, 440)
    lines_in_view = page.view.forms.viewer.height() / page.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: page.height() == 440)
    assert lines_in_view > 6
    assert page.foot.geometry().bottom() <= page.height()


def clock_of(desk: Desk) -> Clock:
    return desk.store.clock  # type: ignore[return-value]


def test_it_says_when_it_goes_out_and_offers_what_the_guide_says(screen: HeldPreviewScreen) -> None:
    assert "in 1 h 0 min" in screen.standing()
    assert screen.offered() == [
        "View Recipients",
        "What changed",
        "Close Preview",
        "Reject Message",
        "Send As Is",
    ]


def test_a_recipient_shows_exactly_what_that_client_would_get(screen: HeldPreviewScreen) -> None:
    assert not screen.page.list.isVisible()
    screen.page.recipients.click()
    screen.wait_for("Account", ["U0000001", "U0000002"])
    screen.choose(1)
    screen.wait_words("Credited: 1 EUR to Client 2.")
    screen.page.recipients.click()
    screen.wait_words("Credited:  amount  to  account title .")


def test_it_only_says_what_is_wanted(screen: HeldPreviewScreen, held: list[HeldLine]) -> None:
    wanted: list[tuple[object, ...]] = []
    screen.page.send_wanted.connect(lambda line: wanted.append((line,)))
    screen.page.reject_wanted.connect(lambda line, decision: wanted.append((line, decision)))
    screen.page.send.click()
    screen.page.reject_once.trigger()
    screen.page.always_reject.trigger()
    assert wanted == [
        (held[0],),
        (held[0], Decision.REJECT_ONCE),
        (held[0], Decision.ALWAYS_REJECT),
    ]


def test_what_a_colleague_decides_is_shown_and_a_note_half_written_stays(
    screen: HeldPreviewScreen, desk: Desk, held: list[HeldLine]
) -> None:
    other = add_user(desk.store, Role.APPROVER, "Alan Turing")
    screen.page.history.note.setPlainText("Half a sen")
    staging.decide(desk.store, other, [(held[0].id, held[0].version)], Decision.REJECT_ONCE)
    screen.wait_standing("Reject Once, by Alan Turing")
    assert screen.offered() == ["View Recipients", "What changed", "Close Preview", "Take Decision Back"]
    assert screen.page.history.note.toPlainText() == "Half a sen"


def test_when_its_date_comes_nothing_can_be_decided_and_then_it_shows_its_deliveries(
    screen: HeldPreviewScreen, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    clock_of(desk).now = held[0].standing.deliver_at
    qtbot.waitUntil(lambda: "Send As Is" not in screen.offered(), timeout=5000)
    assert screen.page.foot.problem == "Its delivery date has passed."
    release_all(desk.store)
    screen.wait_standing("It went out at its delivery date")
    assert "0 of 4 delivered" in screen.standing()
    wanted: list[int] = []
    screen.page.outgoing_wanted.connect(wanted.append)
    screen.page.deliveries.click()
    assert wanted == [next(line.outgoing_id for line in lines(desk.store) if line.id == held[0].id)]


def test_past_its_date_it_says_what_it_waits_for_and_afterwards_that_it_was_late(
    screen: HeldPreviewScreen, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    clock_of(desk).now = held[0].standing.deliver_at + timedelta(days=2)
    qtbot.waitUntil(
        lambda: screen.standing().endswith("It goes out as soon as deliveries run."), timeout=5000
    )
    assert screen.standing().startswith("Nobody decided until its delivery date, ")
    release_all(desk.store)
    screen.wait_standing("Nobody decided. Its delivery date was ")
    assert "it went out later: " in screen.standing()
    (now, *_) = [line for line in lines(desk.store) if line.id == held[0].id]
    assert status_words(now) == "Sent after its date"


def test_a_note_to_colleagues_stands_in_the_history(screen: HeldPreviewScreen, desk: Desk) -> None:
    screen.write_note("Call Mrs Sato first")
    assert screen.page.history.note.toPlainText() == ""
    assert [event.by for event in staging.history(desk.store, screen.page.message_id)] == [
        "",
        desk.actor.name,
    ]


def test_beside_the_recipients_in_a_narrow_window_what_happened_is_not_cut(
    screen: HeldPreviewScreen, qtbot: QtBot
) -> None:
    page = screen.page
    page.recipients.click()
    page.resize(730, 440)
    inside = page.history.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: page.width() == 730 and inside.width() <= page.history.viewport().width())


def test_after_a_note_was_added_by_keyboard_another_can_be_written(
    screen: HeldPreviewScreen, qtbot: QtBot
) -> None:
    history = screen.page.history
    screen.page.activateWindow()
    history.note.setPlainText("Call Mrs Sato first")
    history.add_note.setFocus()
    qtbot.waitUntil(history.add_note.hasFocus)
    QTest.keyClick(history.add_note, Qt.Key.Key_Space)
    qtbot.waitUntil(history.note.hasFocus)
    assert history.note.toPlainText() == ""


def test_earlier_ones_of_its_type_lead_there(
    screen: HeldPreviewScreen, held: list[HeldLine], qtbot: QtBot
) -> None:
    shown: list[int] = []
    screen.page.shown.connect(shown.append)
    qtbot.waitUntil(lambda: bool(screen.page.history.earlier))
    screen.page.history.earlier[0].click()
    assert shown == [held[1].id]


def test_who_may_not_decide_is_told_who_may(desk: Desk, held: list[HeldLine], qtbot: QtBot) -> None:
    viewer = add_user(desk.store, Role.VIEWER, "Vi Ewer")
    desk.actor = viewer
    page = HeldPreviewPage(desk, Memory(), held[0].id, lambda _id, _step: None)
    page.resize(1000, 700)
    page.show()
    screen = HeldPreviewScreen(page, qtbot)
    screen.wait_standing("Pending decision")
    assert screen.offered() == ["View Recipients", "What changed", "Close Preview"]
    assert page.foot.problem == "Approvers and administrators decide."
    page.close()
    page.deleteLater()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=-2), "as soon as deliveries run"),
        (timedelta(0), "now"),
        (timedelta(seconds=20), "in less than a minute"),
        (timedelta(minutes=5), "in 5 min"),
        (timedelta(hours=3, minutes=20), "in 3 h 20 min"),
        (timedelta(hours=20, minutes=20), "in 20 h"),
        (timedelta(days=1, hours=4), "in 1 day 4 h"),
        (timedelta(days=5), "in 5 days"),
    ],
)
def test_time_left_is_said_as_finely_as_it_matters(left: timedelta, words: str) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert time_left(now + left, now) == words
