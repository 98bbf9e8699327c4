"""A message that would be leaving, in an office for which no worker runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.channels.mail import Deferred
from tests.support.stores import details

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.sent import MessageScreen, SentScreen
    from tests.support.sent_office import SentOffice


def test_a_message_that_nobody_delivers_says_so(office: SentOffice, sent: Callable[[], SentScreen]) -> None:
    def say(now: str, *, alone: str) -> None:
        office.hear()
        office.desk.take_delivering(is_delivering=True)
        screen.wait_for("Delivery status", [now])
        office.desk.take_delivering(is_delivering=False)
        screen.wait_for("Delivery status", [alone])

    office.mail.answers["client2@clients.example"] = [Deferred("451 Later")]
    office.send([details(1), details(2)], "E")
    screen = sent()
    say("0 of 2 delivered, 2 queued", alone="Stands still, 0 of 2 delivered, 2 queued")
    office.deliver()
    say("1 of 2 delivered, 1 queued", alone="Stands still, 1 of 2 delivered, 1 queued")
    office.clock.move(hours=1)
    office.deliver()
    say("2 of 2 delivered", alone="2 of 2 delivered")
    office.allow_undo(seconds=10)
    office.send_to((1,), "E", "News")
    office.clock.move(seconds=11)
    office.hear()
    screen.wait_for("Subject", ["News", "Statement"])
    assert screen.column("Delivery status")[0] == "Waits, nothing is delivered now"


def test_what_nobody_delivers_does_not_seem_to_leave(
    office: SentOffice, message: Callable[[int], MessageScreen]
) -> None:
    office.allow_undo(seconds=10)
    screen = message(office.send([details(1), details(2)], "E"))
    bar = screen.page.control_bar
    office.desk.take_delivering(is_delivering=False)
    assert bar.words.text() == "Nothing has left yet. It goes out in 10 seconds."
    office.clock.move(seconds=11)
    bar.beat.timeout.emit()
    assert bar.words.text() == (
        "It waits: no worker delivers for this office. It goes on by itself when one runs."
    )
    office.desk.take_delivering(is_delivering=True)
    assert bar.words.text() == "It is about to leave."
