"""What can still be done about a sent message, done by hand: take back, pause, go on, stop, resend."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.models.channel import Channel
from desktop.models.office import Role
from desktop.models.phase import MessagePhase
from desktop.services import message_control
from desktop.services.delivering import LEASE
from desktop.services.drafts import open_draft
from desktop.services.sent import message_of
from desktop.settings import MAILS_AN_HOUR, OFFICE_ZONE
from desktop.views.sent.events_dialog import EventsDialog
from tests.pages.sent import dialog_of
from tests.support.fake_mail import later
from tests.support.stores import add_user, details

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.views.kit.button import Button
    from tests.pages.sent import MessageScreen, SentScreen
    from tests.support.sent_office import SentOffice

    Opens = Callable[[int], MessageScreen]

THREE = [details(1), details(2), details(3)]


def offered(screen: MessageScreen) -> list[str]:
    bar = screen.page.control_bar
    return [button.text() for button in bar._buttons if not button.isHidden()]


def press(screen: MessageScreen, button: Button) -> None:
    """With the key, as whoever has no mouse."""
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def becomes(screen: MessageScreen, words: list[str]) -> None:
    def so() -> None:
        assert offered(screen) == words

    screen.qtbot.waitUntil(so)


def test_within_the_undo_period_it_is_taken_back_and_a_draft_again(
    office: SentOffice, message: Opens
) -> None:
    office.allow_undo(seconds=10)
    number = office.send(THREE, "E", "Letter")
    screen = message(number)
    assert offered(screen) == ["Take back"]
    assert screen.page.control_bar.words.text() == "Nothing has left yet. It goes out in 10 seconds."
    resend = screen.page.resend_button
    assert (resend.isEnabled(), resend.toolTip()) == (False, "Nothing of this message has left.")
    ids: list[int] = []
    screen.page.taken_back.connect(ids.append)
    press(screen, screen.page.control_bar.take_back)
    screen.qtbot.waitUntil(lambda: bool(ids))
    draft = open_draft(office.desk.store, office.desk.actor, ids[0]).read.draft
    assert (draft.subject, len(draft.accounts)) == ("Letter", 3)
    becomes(screen, [])
    assert "Nobody got it" in screen.page.control_bar.words.text()
    office.clock.move(minutes=1)
    office.deliver()
    assert not office.mail.sent


def test_the_seconds_left_are_counted_down(office: SentOffice, message: Opens) -> None:
    office.allow_undo(seconds=10)
    screen = message(office.send(THREE, "E"))
    office.clock.move(seconds=7)
    screen.page.control_bar.beat.timeout.emit()
    assert screen.page.control_bar.words.text() == "Nothing has left yet. It goes out in 3 seconds."
    office.clock.move(seconds=7)
    screen.page.control_bar.beat.timeout.emit()
    assert screen.page.control_bar.words.text() == "It is about to leave."


def test_who_comes_too_late_is_told_what_happened(office: SentOffice, message: Opens) -> None:
    office.allow_undo(seconds=10)
    number = office.send(THREE, "E")
    screen = message(number)
    office.clock.move(seconds=11)
    office.deliver()
    press(screen, screen.page.control_bar.take_back)
    screen.qtbot.waitUntil(lambda: bool(office.desk.notices._waiting))
    told = office.desk.notices.take()[0]
    assert "It has left: 3 of 3 are delivered." in told.detail


def test_a_scheduled_message_says_when_it_goes_out(
    office: SentOffice, message: Opens, sent: Callable[[], SentScreen]
) -> None:
    send_at = office.clock.now + timedelta(days=3, hours=1)
    number = office.send(THREE, "E", send_at=send_at)
    screen = message(number)
    assert screen.page.control_bar.words.text() == "Goes out Mon 11:00, in 3 d 1 h."
    assert screen.page.head_bar.meta.text().startswith("Scheduled by Ada Byron on Friday 20 November")
    press(screen, screen.page.head_bar.events)
    screen.qtbot.waitUntil(lambda: bool(screen.page.findChildren(EventsDialog)))
    dialog = dialog_of(screen.page, EventsDialog)
    assert dialog.lines[0][1] == "Scheduled by Ada Byron"
    dialog.accept()
    sent().wait_for("Delivery status", ["Goes out Mon 11:00"])


def test_what_the_rules_of_the_office_hold_back_says_when_it_goes_on(
    office: SentOffice, message: Opens
) -> None:
    with office.theirs.write() as unit:
        unit.office.save_settings({MAILS_AN_HOUR.key: 2})
        unit.commit()
    number = office.send(THREE, "WE")
    screen = message(number)
    bar, head = screen.page.control_bar, screen.page.head_bar
    assert bar.words.text() == ""
    office.clock.move(seconds=2)
    office.deliver()
    office.hear()
    limit = "The office's limit of 2 e-mails an hour is reached; it goes on at 11:01."
    screen.qtbot.waitUntil(lambda: bar.words.text() == limit)
    assert head.progress.text() == "5 of 6", "what stands still has no rate"
    office.clock.move(hours=2)
    bar.beat.timeout.emit()
    assert bar.words.text() == ""


def test_out_of_office_hours_it_says_when_the_office_opens(office: SentOffice, message: Opens) -> None:
    with office.theirs.write() as unit:
        unit.office.save_settings({OFFICE_ZONE.key: "Europe/Berlin"})
        unit.commit()
    send_at = office.clock.now + timedelta(hours=10)
    later = office.send([details(4)], "E", only_office_hours=True, send_at=send_at)
    assert message(later).page.control_bar.words.text() == "Goes out Mon 09:00, when the office opens."
    office.clock.now = send_at
    bar = message(office.send(THREE, "E", only_office_hours=True)).page.control_bar
    assert bar.words.text() == (
        "It leaves within office hours only. The office is closed now; it goes on Mon 09:00."
    )


def test_paused_it_stands_still_until_it_is_let_go_on(
    office: SentOffice, message: Opens, sent: Callable[[], SentScreen]
) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    screen = message(number)
    assert offered(screen) == ["Pause", "Stop the rest"]
    press(screen, screen.page.control_bar.pause)
    becomes(screen, ["Go on", "Stop the rest"])
    assert screen.page.focusWidget() is screen.page.control_bar.go_on
    assert screen.page.control_bar.words.text().startswith("Paused by Ada Byron, 10:00.")
    before = len(office.mail.sent)
    office.deliver(3)
    assert len(office.mail.sent) == before
    sent().wait_for("Delivery status", [f"Paused, {before} of 120 delivered, {120 - before} queued"])
    press(screen, screen.page.control_bar.go_on)
    becomes(screen, ["Pause", "Stop the rest"])
    office.deliver(3)
    assert message_of(office.store, number).totals.delivered == 120


def test_a_long_reason_has_the_width_and_the_buttons_stand_below_it(
    office: SentOffice, message: Opens
) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    screen = message(number)
    page, bar = screen.page, screen.page.control_bar
    page.resize(875, 640)
    press(screen, bar.pause)
    becomes(screen, ["Go on", "Stop the rest"])
    screen.qtbot.waitUntil(
        lambda: bar.words.y() < bar.go_on.geometry().center().y() < bar.words.geometry().bottom()
    )
    assert page._head is not None
    shown = page._head.message
    reason = (
        "20 of the last 20 tries went wrong, the last one with: “the server was given the whole mail, but "
    )
    reason += "the connection ended before it answered.”"
    totals = shown.totals._replace(failed=2, unconfirmed=24)
    bar.show_message(replace(shown, paused_by="", pause_reason=reason, totals=totals))
    screen.qtbot.waitUntil(lambda: bar.go_on.geometry().top() > bar.words.geometry().bottom())
    assert bar.words.geometry().right() == bar.rect().right()
    assert bar.stop.geometry().right() == bar.rect().right()
    page.resize(1600, 900)
    screen.qtbot.waitUntil(lambda: bar.go_on.geometry().top() < bar.words.geometry().bottom())


def test_what_was_leaving_when_it_paused_is_told_apart(office: SentOffice, message: Opens) -> None:
    screen = message(office.send([details(1)], "E"))
    bar, page = screen.page.control_bar, screen.page
    assert page._head is not None
    shown = replace(
        page._head.message, phase=MessagePhase.PAUSED, pause_reason="20 of the first 20 tries went wrong."
    )
    bar.show_message(shown, since_pause=(24, 23))
    assert bar.words.text().endswith(
        "20 of the first 20 tries went wrong. 24 more were leaving by then; 23 of those went wrong."
    )
    bar.show_message(shown)
    assert bar.words.text().endswith("20 of the first 20 tries went wrong.")


def test_a_failure_that_comes_in_moves_no_button_under_the_pointer(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    number = office.send([details(place) for place in range(1, 121)], "E")
    screen = message(number)
    bar = screen.page.control_bar
    before = (bar.pause.geometry(), bar.stop.geometry())
    office.deliver()
    screen.page._read()
    becomes(screen, ["Resend to 1 that failed", "Pause", "Stop the rest"])
    screen.qtbot.waitUntil(lambda: bar.failed.geometry().right() < bar.pause.geometry().left())
    assert (bar.pause.geometry(), bar.stop.geometry()) == before


def test_the_rest_is_stopped_after_a_question_and_the_record_says_by_whom(
    office: SentOffice, message: Opens
) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    screen = message(number)
    press(screen, screen.page.control_bar.stop)
    question = screen.question()
    assert question.yes.text() == "Stop the last 70"
    assert question.no.isDefault()
    question.yes.click()
    becomes(screen, [])
    office.deliver(3)
    totals = message_of(office.store, number).totals
    assert (totals.delivered, totals.cancelled) == (50, 70)
    with office.store.write("Ada Byron") as unit:
        unit.trials.note(unit.messages.origin(number)[0], "ada@office.example", "U0000001", "[Test] News")
        unit.commit()
    press(screen, screen.page.head_bar.events)
    screen.qtbot.waitUntil(lambda: bool(screen.page.findChildren(EventsDialog)))
    dialog = dialog_of(screen.page, EventsDialog)
    words = [line[1] for line in dialog.lines]
    assert words[0].startswith("Test mail: to ada@office.example, as U0000001 gets it")
    assert words[1] == "Sent by Ada Byron"
    assert words[-1] == "The rest was stopped: 70 cancelled, by Ada Byron"
    assert "70 that had not begun to leave were cancelled." in [
        one.text for one in office.desk.notices.take()
    ]
    dialog.accept()


def test_a_question_about_what_goes_on_says_how_many_it_is_now(office: SentOffice, message: Opens) -> None:
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    number = office.send([details(place) for place in range(1, 121)], "E")
    screen = message(number)
    press(screen, screen.page.control_bar.stop)
    question = screen.question()
    assert question.yes.text() == "Stop the last 120"
    office.deliver()
    screen.page._read()
    screen.qtbot.waitUntil(lambda: question.yes.text() == "Stop the last 70")
    office.deliver(3)
    screen.page._read()
    screen.qtbot.waitUntil(lambda: not question.yes.isEnabled())
    question.no.click()
    becomes(screen, ["Resend to 1 that failed"])
    press(screen, screen.page.control_bar.failed)
    again = screen.question()
    assert again.yes.text() == "Resend to 1 that failed"
    message_control.resend_failed(office.theirs, office.desk.actor, number)
    office.hear()
    screen.qtbot.waitUntil(lambda: not again.yes.isEnabled())
    again.no.click()


def test_a_question_to_stop_tells_what_is_leaving_from_what_waits(office: SentOffice, message: Opens) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    with office.theirs.write() as unit:
        claims = unit.outbox.claim("another", office.clock.now + LEASE, 20, [Channel.EMAIL])
        unit.outbox.record("another", [claims[0].delivery_id], [], [])
        unit.commit()
    screen = message(number)
    press(screen, screen.page.control_bar.stop)
    question = screen.question()
    assert question.yes.text() == "Stop up to 120"
    assert "20 of them are leaving or next in line" in question.accessibleDescription()
    question.yes.click()
    screen.qtbot.waitUntil(
        lambda: (
            screen.page.control_bar.words.text()
            == "The rest was stopped: 119 were cancelled and get nothing. 1 had begun to leave."
        )
    )


def test_what_was_cancelled_is_still_said_when_some_was_sent_again(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = [Unconfirmed("connection lost")]
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    message_control.stop_rest(office.theirs, office.desk.actor, number)
    screen = message(number)
    words = "The rest was stopped: 70 were cancelled and get nothing."
    assert screen.page.control_bar.words.text() == words
    message_control.resend_unconfirmed(office.theirs, office.desk.actor, number)
    office.deliver()
    screen.page._read()
    becomes(screen, [])
    assert screen.page.control_bar.words.text() == words


def test_a_stop_that_comes_too_late_for_all_says_so(office: SentOffice, message: Opens) -> None:
    number = office.send([details(1)], "E")
    with office.theirs.write() as unit:
        claims = unit.outbox.claim("another", office.clock.now + LEASE, 1, [Channel.EMAIL])
        unit.outbox.record("another", [claims[0].delivery_id], [], [])
        unit.commit()
    message_control.stop_rest(office.theirs, office.desk.actor, number)
    bar = message(number).page.control_bar
    assert bar.words.text() == "The rest was stopped, but all of it had begun to leave."


def test_a_long_stop_says_that_it_is_under_way_and_the_list_goes_on(
    office: SentOffice, message: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    screen = message(number)
    bar, table = screen.page.control_bar, screen.page.list.table
    screen.qtbot.waitUntil(lambda: screen.page.list.model.exact)
    may_end, stop_rest = threading.Event(), message_control.stop_rest

    def slowly(store: Store, actor: User, message_id: int) -> message_control.Stopped:
        may_end.wait(30)
        return stop_rest(store, actor, message_id)

    monkeypatch.setattr(message_control, "stop_rest", slowly)
    press(screen, bar.stop)
    screen.question().yes.click()
    assert bar.words.text() == "Stopping the last 70…"
    assert bar.progress.isVisible()
    assert not bar.stop.isEnabled()
    QTest.keyClick(table, Qt.Key.Key_End)
    screen.qtbot.waitUntil(lambda: table.currentIndex().row() == 119)
    screen.page._read()
    screen.qtbot.waitUntil(lambda: not office.desk.jobs._newest)
    assert bar.words.text() == "Stopping the last 70…"
    may_end.set()
    becomes(screen, [])
    screen.qtbot.waitUntil(lambda: "The rest was stopped" in bar.words.text())
    assert not bar.progress.isVisible()


def test_a_stop_that_is_refused_offers_again_what_there_is(office: SentOffice, message: Opens) -> None:
    number = office.send([details(1)], "E")
    screen = message(number)
    bar = screen.page.control_bar
    bar.stop.click()
    question = screen.question()
    message_control.stop_rest(office.theirs, office.desk.actor, number)
    question.yes.click()
    screen.qtbot.waitUntil(bar.progress.isHidden)
    assert [notice.text for notice in office.desk.notices.take()] != []


def test_those_that_failed_get_it_again_and_nobody_else(office: SentOffice, message: Opens) -> None:
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    number = office.send(THREE, "E")
    office.deliver()
    screen = message(number)
    assert offered(screen) == ["Resend to 1 that failed"]
    press(screen, screen.page.control_bar.failed)
    screen.question().yes.click()
    screen.qtbot.waitUntil(lambda: message_of(office.store, number).totals.queued == 1)
    office.deliver()
    assert sorted(office.mail.recipients) == [f"client{place}@clients.example" for place in (1, 2, 3)]


def test_a_message_that_paused_at_its_very_end_is_just_resent(office: SentOffice, message: Opens) -> None:
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    number = office.send(THREE, "E")
    office.deliver()
    with office.theirs.write() as unit:
        before = (MessagePhase.RUNNING,)
        unit.control.change_phase(number, before, MessagePhase.PAUSED, paused_at=unit.now, paused_by="")
        unit.commit()
    screen = message(number)
    assert offered(screen) == ["Resend to 1 that failed"]
    assert screen.page.control_bar.mark.isHidden(), "it says nothing without words"
    press(screen, screen.page.control_bar.failed)
    screen.question().yes.click()
    screen.qtbot.waitUntil(lambda: message_of(office.store, number).totals.queued == 1)
    office.deliver()
    assert message_of(office.store, number).totals.delivered == 3


def test_what_is_unconfirmed_is_resent_by_choice_under_its_own_name(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = [Unconfirmed("The connection broke.")]
    number = office.send(THREE, "E")
    office.deliver()
    screen = message(number)
    screen.choose_delivery("U0000002", "Email")
    screen.qtbot.waitUntil(lambda: "It is not known whether this arrived" in screen.explanation())
    press(screen, screen.page.pane.resend_button)
    question = screen.question()
    assert question.yes.text() == "Resend 1 e-mail"
    assert question.no.isDefault(), "Enter must not choose what may write to somebody twice"
    question.yes.click()
    screen.qtbot.waitUntil(lambda: message_of(office.store, number).totals.queued == 1)
    office.deliver()
    assert message_of(office.store, number).totals.delivered == 3


def test_each_try_is_listed_with_its_time_and_the_words_of_the_server(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = later(2)
    number = office.send(THREE, "E")
    for _ in range(3):
        office.deliver()
        office.clock.move(minutes=6)
    screen = message(number)
    screen.choose_delivery("U0000002", "Email")
    tries = screen.page.pane.tries
    screen.qtbot.waitUntil(tries.isVisible)
    assert [words for _, words in tries.lines] == [
        "1. Later: 451 4.7.1 Try again later",
        "2. Later: 451 4.7.1 Try again later",
        "3. Delivered: 250 OK",
    ]
    assert [when for when, _ in tries.lines] == ["10:00", "10:06", "10:12"]


def test_while_the_message_is_paused_nothing_is_said_to_be_tried_by_itself(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = later(2)
    number = office.send(THREE, "E")
    office.deliver()
    screen = message(number)
    screen.choose_delivery("U0000002", "Email")
    title = screen.page.pane.title
    screen.qtbot.waitUntil(lambda: title.text() == "It will be tried again by itself at 10:01")
    screen.page.control_bar.pause.click()
    screen.qtbot.waitUntil(lambda: title.text() == "It will be tried again when the message goes on")
    screen.page.control_bar.go_on.click()
    screen.qtbot.waitUntil(lambda: title.text() == "It will be tried again by itself at 10:01")


def test_what_is_said_of_a_delivery_that_failed_stands_together_however_high_the_window(
    office: SentOffice, message: Opens
) -> None:
    office.mail.answers["client2@clients.example"] = [*later(2), Rejected("550 No such user", 550)]
    number = office.send(THREE, "E")
    for _ in range(3):
        office.deliver()
        office.clock.move(minutes=6)
    screen = message(number)
    screen.page.resize(1700, 1000)
    screen.choose_delivery("U0000002", "Email")
    pane = screen.page.pane
    screen.qtbot.waitUntil(pane.tries.isVisible)
    screen.qtbot.waitUntil(lambda: pane.tries.height() <= pane.tries.sizeHint().height() + 1)
    assert pane.forms.isHidden()
    assert pane.tries.y() - pane.sentence.geometry().bottom() < 2 * pane.tries.fontMetrics().height()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_not_send_is_not_offered_it(office: SentOffice, message: Opens, role: Role) -> None:
    number = office.send([details(place) for place in range(1, 121)], "E")
    office.deliver()
    desk = office.desk
    desk.take_office(desk.office, desk.zone, add_user(office.theirs, role, "Vera Viewer"))
    screen = message(number)
    bar = screen.page.control_bar
    assert not bar.pause.isEnabled()
    assert not bar.stop.isEnabled()
    assert message_of(office.store, number).phase is MessagePhase.RUNNING
