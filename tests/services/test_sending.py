"""Sending: what is refused, what is settled at that moment, who is told of beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.models.account import AccountStatus
from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import SkipReason
from desktop.models.listing import Order
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.services import sending
from desktop.services.letters import letter_sent
from desktop.services.sent import accounts_of, message_of
from desktop.services.settled import tell_settled
from desktop.settings import OFFICE_NAME, OFFICE_ZONE
from tests.support.clock import Clock
from tests.support.sending import notices, totals
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store.store import Store


@pytest.fixture
def user(store: Store) -> User:
    return add_user(store, Role.SENDER, signature="Ada Byron\nOffice")


@pytest.fixture
def draft(store: Store, user: User) -> MessageDraft:
    accounts = [
        details(1),
        details(2, email=""),
        details(3, tws_access=False, city="Bath"),
        details(4, status=AccountStatus.CLOSED),
    ]
    return MessageDraft(
        channels=channels_of("WEB"),
        accounts=add_accounts(store, accounts),
        reply_to=user.email,
        subject="News from {{ city }}",
        content="Dear {{ account_title }} of {{ city }}",
        signature_user=user.id,
        missing=(MissingRule("city", MissingWay.DEFAULT, "your city"),),
    )


def test_a_message_keeps_what_its_sender_was_called(store: Store, user: User, draft: MessageDraft) -> None:
    message = message_of(store, sending.send(store, user, draft).message_id)
    assert (message.sent_by, message.signature, message.recipients) == (user.name, user.signature, 3)
    assert (message.totals.queued, message.totals.skipped) == (7, 2)
    with store.read() as unit:
        assert unit.messages.origin(message.id)[1] == user.name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: replace(d, subject=" "), "no subject"),
        (lambda d: replace(d, content=""), "says nothing"),
        (lambda d: replace(d, channels=frozenset()), "No delivery method"),
        (lambda d: replace(d, accounts=()), "Nobody is chosen"),
        (lambda d: replace(d, accounts=d.accounts[3:]), "open any more"),
        (lambda d: replace(d, reply_to="me@elsewhere.example"), "no address of this office"),
        (lambda d: replace(d, reply_to=""), "no address of this office"),
        (lambda d: replace(d, signature_user=999), "no longer works here"),
        (lambda d: replace(d, content="Dear {{ account_titel }}"), "Content, line 1, column 9"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_written(
    store: Store, user: User, draft: MessageDraft, change: Callable[[MessageDraft], MessageDraft], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        sending.send(store, user, change(draft))
    with store.read() as unit:
        assert unit.outbox.under_way()[0] == 0


def test_who_may_not_write_cannot_send(store: Store, draft: MessageDraft) -> None:
    viewer = add_user(store, Role.VIEWER, "Charles Babbage")
    with pytest.raises(Refused, match="sender"):
        sending.send(store, viewer, draft)
    with pytest.raises(Refused, match="sender"):
        sending.resend_to_all(store, viewer, 1)


def test_an_inactive_user_signs_nothing(store: Store, user: User, draft: MessageDraft) -> None:
    gone = add_user(store, Role.SENDER, "Mary Somerville", active=False)
    with pytest.raises(Refused, match="no longer works here"):
        sending.send(store, user, replace(draft, signature_user=gone.id))


def test_answers_cannot_go_to_an_inactive_user(store: Store, user: User, draft: MessageDraft) -> None:
    gone = add_user(store, Role.SENDER, "Mary Somerville", active=False)
    with pytest.raises(Refused, match="not active"):
        sending.send(store, user, replace(draft, reply_to=gone.email))


def test_a_message_that_reaches_nobody_is_settled_and_told_at_once(
    store: Store, user: User, draft: MessageDraft
) -> None:
    only_mail = replace(draft, channels=channels_of("E"), accounts=draft.accounts[1:2])
    message = sending.send(store, user, only_mail).message_id
    assert totals(store, message).is_settled
    assert notices(store) == ["“News from ‹city›”: 0 of 1 delivered, 1 skipped"]


def test_the_check_counts_who_is_reached_and_names_who_is_not(store: Store, draft: MessageDraft) -> None:
    found = sending.check(store, draft)
    assert found.recipients == 3
    assert [(way.channel, way.reached) for way in found.ways] == [
        (Channel.MESSAGE_CENTER, 3),
        (Channel.EMAIL, 2),
        (Channel.BULLETIN, 2),
    ]
    assert found.ways[1].skipped == {SkipReason.NO_EMAIL: 1}
    assert [(line.number, reason) for line, reason in found.ways[2].first_skipped] == [
        ("U0000003", SkipReason.NO_TWS_ACCESS)
    ]
    assert [account.details.number for account in found.not_open] == ["U0000004"]


def test_resending_goes_to_the_same_accounts_that_are_still_open(
    store: Store, user: User, draft: MessageDraft
) -> None:
    first = sending.send(store, user, draft).message_id
    with store.write() as unit:
        closing = unit.accounts.by_id(draft.accounts[:1])[draft.accounts[0]]
        unit.accounts.replace(
            [replace(closing, details=replace(closing.details, status=AccountStatus.CLOSED))]
        )
        unit.commit()
    again = message_of(store, sending.resend_to_all(store, user, first).message_id)
    assert (again.resend_of, again.recipients, again.content) == (first, 2, draft.content)
    assert accounts_of(store, again.id) == draft.accounts[1:3]
    with pytest.raises(Refused, match="no longer in the store"):
        sending.resend_to_all(store, user, 12345)


def test_the_same_sending_asked_for_twice_is_done_once(store: Store, user: User, draft: MessageDraft) -> None:
    """As after a connection that broke just when the first was done."""
    uid = sending.new_uid()
    first = sending.send(store, user, draft, uid=uid)
    again = sending.send(store, user, draft, uid=uid)
    assert again.message_id == first.message_id
    with store.read() as unit:
        assert len(unit.messages.listed(()).page(Order("sent_at"), None, 9)) == 1


def test_what_the_office_is_called_and_the_day_stay_as_previewed(
    store: Store, user: User, draft: MessageDraft, clock: Clock
) -> None:
    with store.write() as unit:
        unit.office.save_settings({OFFICE_NAME.key: "Harbor Advisors", OFFICE_ZONE.key: "Asia/Tokyo"})
        unit.commit()
    sent = sending.send(store, user, draft)
    clock.move(days=3)
    with store.write() as unit:
        unit.office.save_settings({OFFICE_NAME.key: "Renamed", OFFICE_ZONE.key: "America/New_York"})
        unit.commit()
    with store.read() as unit:
        message = unit.messages.get(sent.message_id)
        assert message is not None
        letter = letter_sent(unit, message)
    assert (letter.source.office_name, letter.today) == ("Harbor Advisors", "2026-11-20")


def test_a_notice_names_keywords_as_they_are_read(store: Store, user: User, draft: MessageDraft) -> None:
    words = replace(draft, subject="For {{ account_title | upcase }}", accounts=draft.accounts[:1])
    message_id = sending.send(store, user, words).message_id
    with store.write() as unit:
        tell_settled(unit, [message_id])
        unit.commit()
    assert notices(store)[-1].startswith("“For ‹account title›”: ")
