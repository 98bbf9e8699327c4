"""What stands above a message's deliveries tells what is true of them: who has them, and when something happens next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.models.channel import Channel
from desktop.services import message_control
from desktop.services.delivering import LEASE
from desktop.settings import UNDO_SECONDS
from desktop.views.sent.events_dialog import EventsDialog
from tests.pages.sent import dialog_of
from tests.support.fake_mail import later
from tests.support.stores import details

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.sent import MessageScreen
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
    lost = "1 that may have left becomes unconfirmed, what has not begun goes out."
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
