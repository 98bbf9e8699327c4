"""What stands above a message's deliveries tells what is true of them: who has them, and when something happens next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.errors import StoreUnavailable
from desktop.models.channel import Channel
from desktop.models.listing import Order
from desktop.services import message_control
from desktop.services.delivering import LEASE
from desktop.services.sending import resend_to_all
from desktop.settings import MAILS_AN_HOUR, UNDO_SECONDS
from desktop.views.kit.words import Words
from desktop.views.sent import sent_message_page
from desktop.views.sent.events_dialog import EventsDialog
from desktop.views.sent.state_chips import StateGroup
from tests.pages.sent import dialog_of
from tests.support.fake_mail import later
from tests.support.stores import details

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.services.sent import SentHead
    from desktop.store.store import Store
    from tests.pages.sent import MessageScreen, SentScreen
    from tests.support.sent_office import SentOffice

    Opens = Callable[[int], MessageScreen]

THREE = [details(1), details(2), details(3)]


def says(screen: MessageScreen, words: str) -> None:
    screen.qtbot.waitUntil(lambda: screen.page.head_bar.trouble.text() == words)


def test_what_is_with_a_worker_that_was_killed_says_when_it_is_taken_over(
    office: SentOffice, message: Opens
) -> None:
    number = office.send(THREE, "E")
    with office.theirs.write() as unit:
        unit.outbox.report_worker("dead", "Delivering")
        claims = unit.outbox.claim("dead", office.clock.now + LEASE, 3, [Channel.EMAIL])
        unit.outbox.record("dead", [claims[0].delivery_id], [], [])
        unit.commit()
    screen = message(number)
    page, bar = screen.page, screen.page.head_bar
    assert bar.trouble.isHidden()
    assert page.look.isActive(), "a worker that has ended tells nobody"
    office.clock.move(seconds=30)
    page.look.timeout.emit()
    lost = "1 that may have left becomes unconfirmed; what has not begun goes out."
    who = "3 were with a worker that no longer answers."
    says(screen, f"{who} A worker that runs takes over in 30 seconds. {lost}")
    office.clock.move(seconds=10)
    bar.beat.timeout.emit()
    says(screen, f"{who} A worker that runs takes over in 20 seconds. {lost}")
    office.clock.move(seconds=30)
    bar.beat.timeout.emit()
    says(screen, f"{who} The next worker that runs takes over. {lost}")
    office.deliver()
    office.hear()
    says(screen, "")
    assert not page.look.isActive()


def done(screen: MessageScreen) -> list[str]:
    """What "What was done" lists."""
    screen.page.head_bar.events.click()
    screen.qtbot.waitUntil(lambda: bool(screen.page.findChildren(EventsDialog)))
    dialog = dialog_of(screen.page, EventsDialog)
    words = [line[1] for line in dialog.lines]
    dialog.accept()
    return words


def test_one_that_was_scheduled_says_when_it_was_queued_and_when_it_began_to_leave(
    office: SentOffice, message: Opens
) -> None:
    at = office.clock.now + timedelta(hours=1)
    number, within = (
        office.send([details(place)], "E", send_at=at, only_office_hours=bool(place)) for place in (0, 1)
    )
    office.clock.move(hours=1, minutes=1)
    office.deliver()
    first, then = message(number).page.head_bar.meta.text().split(" · ")[:2]
    assert first.startswith("Scheduled by Ada Byron on Friday 20 November 2026, 10:00:")
    assert then.startswith("Began to leave on Friday 20 November 2026, 11:01:")
    screen = message(within)
    then = screen.page.head_bar.meta.text().split(" · ")[1]
    assert then.startswith("Leaves within office hours from Friday 20 November 2026, 11:01:")
    assert done(screen) == ["Scheduled by Ada Byron", "Its time came: it leaves within office hours"]


def test_one_that_was_taken_back_does_not_say_that_it_was_sent(office: SentOffice, message: Opens) -> None:
    with office.theirs.write() as unit:
        unit.office.save_settings({UNDO_SECONDS.key: 10})
        unit.commit()
    number = office.send(THREE, "E")
    office.clock.move(seconds=5)
    message_control.take_back(office.theirs, office.user, number)
    screen = message(number)
    back, queued = screen.page.head_bar.meta.text().split(" · ")[:2]
    assert back.startswith("Taken back by Ada Byron on Friday 20 November 2026, 10:00:05")
    assert queued.startswith("Queued by Ada Byron on Friday 20 November 2026, 10:00:00")
    assert done(screen) == ["Queued by Ada Byron", "Taken back, by Ada Byron"]


def test_where_nothing_but_a_retry_waits_it_says_when_that_is_due(office: SentOffice, message: Opens) -> None:
    office.mail.answers["client2@clients.example"] = later(2)
    number = office.send(THREE, "E")
    screen = message(number)
    bar, pane = screen.page.head_bar, screen.page.pane
    office.clock.move(seconds=2)
    office.deliver()
    office.hear()
    screen.qtbot.waitUntil(lambda: bar.progress.text() == "2 of 3 · tried again in 60 seconds")
    screen.choose_delivery("U0000002", "Email")
    screen.qtbot.waitUntil(lambda: pane.title.text() == "It will be tried again by itself at 10:01")
    office.clock.move(minutes=1)
    bar.beat.timeout.emit()
    assert bar.progress.text() == "2 of 3"
    office.deliver()
    office.hear()
    screen.qtbot.waitUntil(lambda: bar.progress.text() == "2 of 3 · tried again at 10:06")
    screen.qtbot.waitUntil(lambda: pane.title.text() == "It will be tried again by itself at 10:06")
    screen.qtbot.waitUntil(lambda: len(pane.tries.lines) == 2)


def test_tries_say_which_sending_they_belong_to(office: SentOffice, message: Opens) -> None:
    answers = [Rejected("550 No such user", 550), *later(1)]
    office.mail.answers["client2@clients.example"] = answers
    number = office.send(THREE, "E")
    office.deliver()
    message_control.resend_failed(office.theirs, office.user, number)
    for _ in range(2):
        office.deliver()
        office.clock.move(minutes=2)
    screen = message(number)
    screen.choose_delivery("U0000002", "Email")
    tries = screen.page.pane.tries
    screen.qtbot.waitUntil(tries.isVisible)
    assert [words for _, words in tries.lines] == [
        "Sending 1, try 1. Failed: 550 No such user",
        "Ada Byron had it sent again to client2@clients.example",
        "Sending 2, try 1. Later: 451 4.7.1 Try again later",
        "Sending 2, try 2. Delivered: 250 OK",
    ]


def test_where_nothing_is_left_of_a_state_that_is_said(office: SentOffice, message: Opens) -> None:
    office.mail.answers["client2@clients.example"] = [Unconfirmed("The connection broke.")]
    number = office.send(THREE, "E")
    office.deliver()
    screen = message(number)
    screen.press_chip(StateGroup.UNCONFIRMED)
    screen.wait_for("Account", ["U0000002"])
    message_control.resend_unconfirmed(office.theirs, office.user, number)
    office.deliver()
    office.hear()
    vacancy = screen.view.vacancy

    def said() -> list[str]:
        shown = vacancy.currentWidget()
        labels = shown.findChildren(Words) if shown is not None else []
        return [label.text() for label in labels if label.isVisible()]

    screen.qtbot.waitUntil(lambda: said() == ["Nothing is unconfirmed"])
    assert vacancy.clear_button.isVisible()
    screen.type_filter("nobody")
    screen.qtbot.waitUntil(lambda: said() == ["Nothing matches the filter"])
    vacancy.clear_button.click()
    screen.wait_for("Account", ["U0000001", "U0000002", "U0000003"])


def test_one_that_was_sent_again_can_be_told_from_the_first_in_every_list(
    office: SentOffice, sent: Callable[[], SentScreen]
) -> None:
    number = office.send(THREE, "E", "Letter for {{ account_title }}")
    office.deliver()
    office.clock.move(minutes=1)
    resend_to_all(office.theirs, office.user, number)
    office.deliver()
    sent().wait_for("Subject", ["Resent: Letter for ‹account title›", "Letter for ‹account title›"])
    with office.store.read() as unit:
        told = [notice.subject for notice in unit.notices.listed(()).page(Order("at"), None, 9)]
    words = "“Letter for ‹account title›”: 3 of 3 delivered"
    assert told == [words, f"Resent {words}"]


def test_a_retry_is_not_promised_before_the_limit_of_the_hour_lets_it_leave(
    office: SentOffice, message: Opens
) -> None:
    with office.theirs.write() as unit:
        unit.office.save_settings({MAILS_AN_HOUR.key: 2})
        unit.commit()
    office.mail.answers["client2@clients.example"] = later(2)
    number = office.send(THREE, "E")
    office.deliver()
    screen = message(number)
    screen.choose_delivery("U0000002", "Email")
    title = screen.page.pane.title
    screen.qtbot.waitUntil(lambda: title.text() == "It will be tried again by itself at 11:01")


def test_while_the_store_is_away_the_page_stays_and_says_how_old_it_is(
    office: SentOffice, message: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.send(THREE, "E")
    screen = message(number)
    page, closed = screen.page, []
    page.closed.connect(lambda: closed.append(True))

    def away(_store: Store, _id: int) -> SentHead:
        raise StoreUnavailable("The store cannot be reached", "The server did not answer.")

    monkeypatch.setattr(sent_message_page, "head_of", away)
    office.clock.move(minutes=5)
    page._read()
    says(screen, "The store cannot be reached. This is how it stood at 10:00.")
    assert not closed
    assert not office.desk.notices.take(), "that is told by whoever watches the store"
    assert page.look.isActive()
    monkeypatch.undo()
    office.deliver()
    page.look.timeout.emit()
    says(screen, "")
    assert not page.look.isActive()
