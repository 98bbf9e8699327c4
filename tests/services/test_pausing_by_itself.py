"""A message pauses by itself where errors pile up, and says which tries it judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Rejected
from desktop.models.delivery import DeliveryTotals
from desktop.models.listing import Order
from desktop.models.phase import MessageAct, MessagePhase
from desktop.services import message_control
from desktop.services.delivering import Deliverer
from desktop.services.sent import events, head_of, message_of
from tests.support.fake_mail import FakeMail, later
from tests.support.sending import notices, sent_message, totals

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.clock import Clock

P = MessagePhase


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def worker(store: Store, mail: FakeMail) -> Deliverer:
    return Deliverer(store, mail.ways(), "me")


def address(number: int) -> str:
    return f"client{number}@clients.example"


def phase(store: Store, message_id: int) -> MessagePhase:
    return message_of(store, message_id).phase


def acts(store: Store, message_id: int) -> list[tuple[MessageAct, str]]:
    return [(event.act, event.by) for event in events(store, message_id)]


def test_a_message_that_mostly_fails_pauses_by_itself_and_says_why(
    store: Store, mail: FakeMail, clock: Clock
) -> None:
    message = sent_message(store, 60, "WE")
    with store.read() as unit:
        ada = unit.office.users()[0]
    for number in range(1, 61):
        mail.answers[address(number)] = [Rejected("554 5.7.1 Not from here.", 554)]
    worker = Deliverer(store, mail.ways(), "me", batch=200)
    worker.step()
    shown = message_of(store, message)
    assert (shown.phase, shown.paused_by) == (P.PAUSED, "")
    counted = "20 of the first 20 tries went wrong"
    assert shown.pause_reason == f"{counted}, the last one with: “554 5.7.1 Not from here”."
    # What had begun to leave when it paused has been answered too.
    assert 20 <= shown.totals.failed <= 20 + 2 * mail.lanes
    with store.read() as unit:
        notice = unit.notices.listed(()).page(Order("at"), None, 10)[0]
    assert notice.priority.value == "high"
    assert notice.subject == "“Statement for ‹account number›” has paused by itself"
    leaving = shown.totals.failed - 20
    assert head_of(store, message).since_pause == (leaving, leaving), "the numbers add up"
    assert worker.step().was_idle
    message_control.go_on(store, ada, message)
    assert head_of(store, message).since_pause == (0, 0)
    before = shown.totals.failed
    worker.step()
    assert totals(store, message).failed - before >= 20
    since = message_of(store, message).pause_reason
    assert since.startswith("20 of the 20 tries since it was let go on went wrong")
    assert acts(store, message)[:2] == [(MessageAct.PAUSED_BY_ITSELF, ""), (MessageAct.WENT_ON, "Ada Byron")]


def test_of_many_tries_the_last_are_counted(store: Store, mail: FakeMail, clock: Clock) -> None:
    message = sent_message(store, 160)
    for number in range(61, 161):
        mail.answers[address(number)] = [Rejected("554 5.7.1 Not from here.", 554)]
    Deliverer(store, mail.ways(), "me", batch=20).step()
    for _ in range(9):
        Deliverer(store, mail.ways(), "me", batch=20).step()
    assert " of the last 50 tries went wrong" in message_of(store, message).pause_reason


def test_a_few_that_are_tried_again_and_again_do_not_pause_a_message(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 60)
    for number in range(1, 61, 5):
        mail.answers[address(number)] = later(9)
    for _ in range(12):
        worker.step()
        clock.move(hours=4)
    assert totals(store, message) == DeliveryTotals(delivered=48, failed=12)
    assert phase(store, message) is P.RUNNING
    assert all("paused" not in notice for notice in notices(store))


def test_a_few_errors_do_not_pause_a_message(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 60)
    for number in range(1, 61, 3):
        mail.answers[address(number)] = [Rejected("550 no", 550)]
    worker.step()
    assert totals(store, message) == DeliveryTotals(delivered=40, failed=20)
    assert phase(store, message) is P.RUNNING
