"""What stands above a message's deliveries tells what is true of them: who has them, and when something happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.channel import Channel
from desktop.services.delivering import LEASE
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
