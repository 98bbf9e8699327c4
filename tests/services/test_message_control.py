"""After the click: taken back, released, paused, gone on, stopped and resent, each by one person once."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.errors import Refused
from desktop.models.account import AccountStatus
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals, SkipReason
from desktop.models.office import Role, User
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.models.phase import MessageAct, MessagePhase
from desktop.services import message_control, sending
from desktop.services.delivering import LEASE, Deliverer, next_step_at
from desktop.services.drafts import count_drafts, open_draft
from desktop.services.sent import content_of, events, message_of, tries, under_way
from desktop.settings import UNDO_SECONDS
from tests.support.fake_mail import FakeMail, later
from tests.support.sending import lines, notices, sent_message, states, totals
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.account import AccountDetails
    from desktop.store.store import Store
    from tests.support.clock import Clock

S, P = DeliveryState, MessagePhase


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def worker(store: Store, mail: FakeMail) -> Deliverer:
    return Deliverer(store, mail.ways(), "me")


@pytest.fixture
def ada(store: Store) -> User:
    return add_user(store)


def address(number: int) -> str:
    return f"client{number}@clients.example"


def sent_later(store: Store, user: User, count: int = 3, **changes: object) -> int:
    """A message that waits for the end of the undo period, or for what ``changes`` say."""
    values: dict[str, object] = {
        "accounts": add_accounts(store, [details(number) for number in range(1, count + 1)]),
        "channels": frozenset({Channel.EMAIL}),
        "reply_to": user.email,
        "subject": "Notice",
        "content": "Hello",
        **changes,
    }
    return sending.send(store, user, MessageDraft(**values)).message_id  # type: ignore[arg-type]


def taken_back(store: Store, user: User, message_id: int) -> MessageDraft:
    """The draft that a message is again."""
    draft_id = message_control.take_back(store, user, message_id)
    return open_draft(store, user, draft_id).read.draft


def change(store: Store, known: AccountDetails) -> None:
    """The account of this number is now as ``known`` says."""
    with store.write() as unit:
        present = unit.accounts.by_number([known.number])[known.number]
        unit.accounts.replace([replace(present, details=known)])
        unit.commit()


def phase(store: Store, message_id: int) -> MessagePhase:
    return message_of(store, message_id).phase


def acts(store: Store, message_id: int) -> list[tuple[MessageAct, str]]:
    return [(event.act, event.by) for event in events(store, message_id)]


# The undo period.


def test_nothing_leaves_within_the_undo_period(
    store: Store, ada: User, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_later(store, ada)
    assert phase(store, message) is P.WAITING
    assert next_step_at(worker, store) == clock.now + timedelta(seconds=10)
    clock.move(seconds=9)
    assert worker.step().was_idle
    assert under_way(store) == (0, DeliveryTotals())
    clock.move(seconds=1)
    assert worker.step().delivered == 3
    assert phase(store, message) is P.RUNNING
    assert acts(store, message) == [(MessageAct.RELEASED, "")]


def test_taken_back_it_is_a_draft_again_and_never_leaves(
    store: Store, ada: User, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_later(store, ada, only_office_hours=True)
    draft = taken_back(store, ada, message)
    assert (draft.subject, draft.content, draft.reply_to) == ("Notice", "Hello", ada.email)
    assert (draft.mode, draft.send_at, draft.only_office_hours) == (ComposeMode.ONE_TIME, None, True)
    assert len(draft.accounts) == 3
    clock.move(days=3)
    assert worker.step().was_idle
    assert mail.sent == []
    assert phase(store, message) is P.TAKEN_BACK
    assert totals(store, message) == DeliveryTotals(cancelled=3)
    assert acts(store, message) == [(MessageAct.TAKEN_BACK, "Ada Byron")]
    assert notices(store) == []
    again = sending.send(store, ada, draft).message_id
    clock.move(days=3)
    worker.step()
    assert again != message
    assert len(mail.sent) == 3


def test_one_that_has_begun_cannot_be_taken_back(
    store: Store, ada: User, worker: Deliverer, clock: Clock
) -> None:
    message = sent_later(store, ada)
    clock.move(seconds=10)
    with store.write() as unit:
        unit.outbox.claim("other", clock.now + LEASE, 1, list(Channel))
        unit.commit()
    with pytest.raises(Refused) as refusal:
        message_control.take_back(store, ada, message)
    assert refusal.value.sentence == "It has begun to leave: 0 of 3 are delivered."
    assert refusal.value.remedy == "You can stop the rest."
    worker.step()
    clock.move(seconds=61)
    worker.step()
    with pytest.raises(Refused) as refusal:
        message_control.take_back(store, ada, message)
    assert refusal.value.sentence == "It has left: 3 of 3 are delivered."


def test_it_is_taken_back_once(store: Store, ada: User) -> None:
    message = sent_later(store, ada)
    message_control.take_back(store, ada, message)
    with pytest.raises(Refused, match="taken back already"):
        message_control.take_back(store, ada, message)
    assert count_drafts(store, ada) == 1


def test_without_an_undo_period_it_leaves_at_once(store: Store, ada: User, worker: Deliverer) -> None:
    with store.write() as unit:
        unit.office.save_settings({UNDO_SECONDS.key: 0})
        unit.commit()
    message = sent_later(store, ada)
    assert message_of(store, message).release_at is None
    assert worker.step().delivered == 3


# A moment of its own.


def test_a_scheduled_message_leaves_at_its_moment_and_skips_who_is_gone(
    store: Store, ada: User, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    moment = clock.now + timedelta(days=2)
    message = sent_later(store, ada, send_at=moment)
    change(store, details(2, status=AccountStatus.CLOSED))
    assert next_step_at(worker, store) == moment
    clock.now = moment
    worker.step()
    assert states(store, message) == [S.DELIVERED, S.SKIPPED, S.DELIVERED]
    assert lines(store, message)[1].skip_reason is SkipReason.NOT_OPEN
    assert totals(store, message) == DeliveryTotals(delivered=2, skipped=1)
    assert notices(store) == ["“Notice”: 2 of 3 delivered, 1 skipped"]
    dates = {email.message_from_bytes(raw)["Date"] for _, raw in mail.sent}
    assert {parsedate_to_datetime(date) for date in dates} == {moment}


def test_one_of_which_everybody_is_gone_at_its_moment_is_told(
    store: Store, ada: User, worker: Deliverer, clock: Clock
) -> None:
    message = sent_later(store, ada, 1, send_at=clock.now + timedelta(days=2))
    change(store, details(1, status=AccountStatus.CLOSED))
    clock.move(days=2)
    worker.step()
    assert totals(store, message) == DeliveryTotals(skipped=1)
    assert notices(store) == ["“Notice”: 0 of 1 delivered, 1 skipped"]


def test_a_scheduled_message_taken_back_remembers_its_moment(store: Store, ada: User, clock: Clock) -> None:
    moment = clock.now + timedelta(days=2)
    message = sent_later(store, ada, send_at=moment)
    assert taken_back(store, ada, message).send_at == moment


@pytest.mark.parametrize("away", [timedelta(0), timedelta(seconds=-1), timedelta(days=400)])
def test_a_moment_that_cannot_be_is_refused(store: Store, ada: User, clock: Clock, away: timedelta) -> None:
    with pytest.raises(Refused, match="moment chosen"):
        sent_later(store, ada, send_at=clock.now + away)


def test_a_moment_within_the_undo_period_waits_for_its_end(store: Store, ada: User, clock: Clock) -> None:
    message = sent_later(store, ada, send_at=clock.now + timedelta(seconds=2))
    assert message_of(store, message).release_at == clock.now + timedelta(seconds=10)


# Pause, go on, stop.


def test_paused_nothing_more_begins_until_somebody_lets_it_go_on(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 4)
    ada = add_user(store, Role.SENDER, "Grace Hopper")
    message_control.pause(store, ada, message)
    assert worker.step().was_idle
    assert next_step_at(worker, store) is None
    shown = message_of(store, message)
    assert (shown.phase, shown.paused_by, shown.pause_reason) == (P.PAUSED, "Grace Hopper", "")
    with pytest.raises(Refused, match="paused already"):
        message_control.pause(store, ada, message)
    message_control.go_on(store, ada, message)
    assert worker.step().delivered == 4
    with pytest.raises(Refused, match="Nothing of it waits"):
        message_control.go_on(store, ada, message)
    assert acts(store, message) == [
        (MessageAct.PAUSED, "Grace Hopper"),
        (MessageAct.WENT_ON, "Grace Hopper"),
    ]


def test_stopped_in_the_middle_what_had_begun_is_finished_and_the_rest_cancelled(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 40)
    with store.read() as unit:
        ada = unit.office.users()[0]
    take = mail.send

    def stopped(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        if to == address(4):
            message_control.stop_rest(store, ada, message)
        return take(envelope_from, to, raw, label)

    mail.send = stopped  # type: ignore[method-assign]
    worker.step()
    found = totals(store, message)
    assert found.delivered == len(mail.sent)
    assert found == DeliveryTotals(delivered=found.delivered, cancelled=40 - found.delivered)
    assert 4 <= found.delivered < 40
    assert phase(store, message) is P.STOPPED
    told = f"“Statement for ‹account number›”: {found.delivered} of 40 delivered, {found.cancelled} cancelled"
    assert notices(store) == [told]
    with pytest.raises(Refused, match="Nothing of it waits"):
        message_control.stop_rest(store, ada, message)


def test_stopping_a_paused_message_settles_and_tells_at_once(store: Store) -> None:
    message = sent_message(store, 3, "WE")
    with store.read() as unit:
        ada = unit.office.users()[0]
    message_control.pause(store, ada, message)
    message_control.stop_rest(store, ada, message)
    assert totals(store, message) == DeliveryTotals(cancelled=6)
    assert notices(store) == ["“Statement for ‹account number›”: 0 of 6 delivered, 6 cancelled"]
    assert message_of(store, message).paused_by == ""


def test_what_is_deferred_in_a_stopped_message_is_cancelled(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 1)
    with store.read() as unit:
        ada = unit.office.users()[0]

    def stopped(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        message_control.stop_rest(store, ada, message)
        raise later(1)[0]

    mail.send = stopped  # type: ignore[method-assign]
    worker.step()
    assert states(store, message) == [S.CANCELLED]
    assert len(notices(store)) == 1


@pytest.mark.parametrize("verb", [message_control.pause, message_control.stop_rest, message_control.go_on])
def test_what_waits_is_taken_back_and_nothing_else(
    store: Store, ada: User, verb: Callable[[Store, User, int], object]
) -> None:
    message = sent_later(store, ada)
    with pytest.raises(Refused, match="can be taken back"):
        verb(store, ada, message)


@pytest.mark.parametrize(
    "verb",
    [
        message_control.take_back,
        message_control.pause,
        message_control.go_on,
        message_control.stop_rest,
        message_control.resend_failed,
        message_control.resend_unconfirmed,
    ],
)
def test_only_senders_may_and_only_on_messages_that_exist(
    store: Store, ada: User, verb: Callable[[Store, User, int], object]
) -> None:
    message = sent_later(store, ada)
    vera = add_user(store, Role.VIEWER, "Vera Reader")
    with pytest.raises(Refused, match="this takes a sender"):
        verb(store, vera, message)
    with pytest.raises(Refused, match="no longer in the store"):
        verb(store, ada, message + 100)
    assert phase(store, message) is P.WAITING


# Sent again by choice.


def test_resending_to_those_that_failed_reaches_only_them_where_they_are_now(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 4)
    with store.read() as unit:
        ada = unit.office.users()[0]
    for number in (2, 3, 4):
        mail.answers[address(number)] = [Rejected("550 5.1.1 No such user", 550)]
    worker.step()
    change(store, details(2, email="new@clients.example"))
    change(store, details(3, status=AccountStatus.CLOSED))
    change(store, details(4, email=""))
    clock.move(minutes=1)
    resent = message_control.resend_failed(store, ada, message)
    assert (resent.queued, resent.skipped) == (1, 2)
    assert worker.step().delivered == 1
    assert mail.recipients == [address(1), "new@clients.example"]
    assert states(store, message) == [S.DELIVERED, S.DELIVERED, S.SKIPPED, S.SKIPPED]
    reasons = [line.skip_reason for line in lines(store, message)]
    assert reasons == [None, None, SkipReason.NOT_OPEN, SkipReason.NO_EMAIL]
    second = [(each.number, each.state, each.by) for each in tries(store, lines(store, message)[1].id)]
    assert second == [(1, S.FAILED, ""), (0, S.QUEUED, "Ada Byron"), (1, S.DELIVERED, "")]
    assert [each.address for each in tries(store, lines(store, message)[1].id)] == [
        address(2),
        "new@clients.example",
        "new@clients.example",
    ]
    assert len(notices(store)) == 2
    with pytest.raises(Refused, match="Nobody failed"):
        message_control.resend_failed(store, ada, message)


def test_resending_what_is_unconfirmed_keeps_the_message_id(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 3)
    with store.read() as unit:
        ada = unit.office.users()[0]
    for number in (1, 2):
        mail.answers[address(number)] = [Unconfirmed("no answer")]
    worker.step()
    first = lines(store, message)[0].id
    before = content_of(store, first)
    resent = message_control.resend_unconfirmed(store, ada, message, [first])
    assert (resent.queued, resent.skipped) == (1, 0)
    worker.step()
    assert states(store, message) == [S.DELIVERED, S.UNCONFIRMED, S.DELIVERED]
    after = content_of(store, first)
    assert before is not None
    assert after is not None
    assert dict(before.headers)["Message-ID"] == dict(after.headers)["Message-ID"]
    assert acts(store, message) == [(MessageAct.RESENT_UNCONFIRMED, "Ada Byron")]
    assert events(store, message)[0].words == "1 queued again"


def test_a_resend_may_be_deferred_as_often_as_the_first_time(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 1)
    with store.read() as unit:
        ada = unit.office.users()[0]
    mail.answers[address(1)] = [Rejected("550 no", 550), *later(3)]
    worker.step()
    message_control.resend_failed(store, ada, message)
    for _ in range(4):
        worker.step()
        clock.move(hours=1)
    assert states(store, message) == [S.DELIVERED]
    found = tries(store, lines(store, message)[0].id)
    assert [each.state for each in found] == [S.FAILED, S.QUEUED, S.QUEUED, S.QUEUED, S.QUEUED, S.DELIVERED]
    assert [each.number for each in found] == [1, 0, 1, 2, 3, 4]


def test_a_stopped_message_can_be_sent_to_those_that_failed(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 3)
    with store.read() as unit:
        ada = unit.office.users()[0]

    def stopped(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        message_control.stop_rest(store, ada, message)
        raise Rejected("550 no", 550)

    take, mail.send = mail.send, stopped  # type: ignore[method-assign]
    with store.write() as unit:
        claims = unit.outbox.claim("other", store.clock() + LEASE, 2, list(Channel))
        unit.outbox.record("other", [claim.delivery_id for claim in claims], [], [])
        unit.commit()
    worker.step()
    with pytest.raises(Refused, match="still being stopped"):
        message_control.resend_failed(store, ada, message)
    with store.write() as unit:
        unit.outbox.put_back("other", [claim.delivery_id for claim in claims])
        unit.commit()
    assert totals(store, message) == DeliveryTotals(failed=1, cancelled=2)
    mail.send = take  # type: ignore[method-assign]
    message_control.resend_failed(store, ada, message)
    assert worker.step().delivered == 1
    assert totals(store, message) == DeliveryTotals(delivered=1, cancelled=2)
