"""A held message after it went out: what failed is sent again, and nothing makes another message of it."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.errors import Refused
from desktop.services import composing, message_control, sending
from desktop.services.delivering import Deliverer
from tests.support.fake_mail import FakeMail
from tests.support.sending import states, totals
from tests.support.staging import enrolled, held_in, lines, release_all
from tests.support.stores import add_user, without_undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock


@pytest.fixture
def actor(store: Store) -> User:
    return add_user(store)


@pytest.fixture
def outgoing(store: Store, clock: Clock, actor: User) -> int:
    """A held message to two accounts that has just gone out; nothing of it has left yet."""
    without_undo(store)
    enrolled(store, actor, clock)
    (held,) = held_in(store, actor, clock, body="Credited: {{ amount }}")
    clock.now = held.standing.deliver_at
    release_all(store)
    (held,) = lines(store)
    assert held.outgoing_id is not None
    return held.outgoing_id


def text_of(raw: bytes) -> str:
    plain = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",))
    return "" if plain is None else str(plain.get_content())


def test_what_failed_and_what_is_unconfirmed_is_sent_again_whole(
    store: Store, actor: User, outgoing: int
) -> None:
    first, second = "client1@clients.example", "client2@clients.example"
    mail = FakeMail(answers={first: [Rejected("550 no")], second: [Unconfirmed("lost")]})
    worker = Deliverer(store, mail.ways(), "me")
    worker.step()
    assert (totals(store, outgoing).failed, totals(store, outgoing).unconfirmed) == (1, 1)
    assert message_control.resend_failed(store, actor, outgoing).queued == 1
    assert message_control.resend_unconfirmed(store, actor, outgoing).queued == 1
    worker.step()
    assert {state.value for state in states(store, outgoing)} == {"delivered"}
    assert mail.recipients == [first, second]
    assert all("Credited: 1 EUR" in text_of(raw) for _, raw in mail.sent)


@pytest.mark.parametrize(
    "verb",
    [sending.resend_to_all, message_control.stop_rest, message_control.pause, message_control.take_back],
)
def test_no_message_of_the_office_is_made_of_it_and_what_was_decided_is_not_stopped(
    store: Store, actor: User, outgoing: int, verb: Callable[[Store, User, int], object]
) -> None:
    before = totals(store, outgoing)
    with pytest.raises(Refused, match="message of IB"):
        verb(store, actor, outgoing)
    assert totals(store, outgoing) == before


def test_its_words_are_not_made_a_draft(store: Store, outgoing: int) -> None:
    with pytest.raises(Refused, match="message of IB"):
        composing.draft_like(store, outgoing)
