"""A held message from its arrival to its end, on both kinds of store."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.models.broker_filter import BrokerFilter
from desktop.models.copy_election import CopyWish
from desktop.models.enrolment import EnrolmentState
from desktop.models.held_message import HeldFilter, HeldFilterState, StagingEvent
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import elections, enrolling, sent, staging, worker
from desktop.services.broker_messages import broker_list
from desktop.services.copies import elect_copies
from desktop.services.copy_queue import queue_copies
from desktop.services.sent_lines import sent_list
from desktop.services.staging_clock import release_due
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed
from tests.support.staging import enrolled, held_in, lines, release_all, stageable
from tests.support.stores import add_accounts, add_user, details, without_undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.broker_message import BrokerLine
    from desktop.models.held_message import HeldLine
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock


@pytest.fixture
def actor(store: Store, clock: Clock) -> User:
    """Somebody of an office that takes part."""
    user = add_user(store)
    without_undo(store)
    enrolled(store, user, clock)
    return user


def chosen(*held: HeldLine) -> list[tuple[int, int]]:
    return [(each.id, each.version) for each in held]


def sent_by_ib(store: Store) -> Sequence[BrokerLine]:
    return broker_list(store).page(Order("at"), BrokerFilter(), None, 100)


def deliveries(store: Store, held: HeldLine) -> dict[tuple[str, str], str]:
    """State by account number and channel."""
    assert held.outgoing_id is not None
    listed = sent.delivery_list(store, held.outgoing_id)
    page = listed.page(Order("number"), sent.DeliveryFilter(), None, 1000)
    return {(line.number, line.channel.value): line.state.value for line in page}


def test_held_it_is_not_among_what_was_sent(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    assert held.standing.state is HeldState.PENDING
    assert held.standing.release_at == held.standing.deliver_at == clock.now + timedelta(hours=1)
    assert sent_by_ib(store) == []
    assert staging.waiting(store) == (1, held.standing.deliver_at)
    assert release_due(store) == 0


def test_silence_sends_it_at_its_date(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    clock.now = held.standing.deliver_at - timedelta(microseconds=1)
    assert release_due(store) == 0
    clock.now = held.standing.deliver_at
    assert release_due(store) == 1
    assert release_due(store) == 0
    (held,) = lines(store)
    assert held.standing.state is HeldState.DELIVERED
    assert held.standing.decision is Decision.NONE
    assert [each.id for each in sent_by_ib(store)] == [held.id]
    whole = {("U0000001", "E"), ("U0000001", "W"), ("U0000002", "E"), ("U0000002", "W")}
    assert deliveries(store, held).keys() == whole
    assert sent_list(store).page(Order("sent_at"), "", None, 10) == []


def test_it_is_delivered_as_the_broker_wrote_it_with_each_ones_values(
    store: Store, actor: User, clock: Clock
) -> None:
    (held,) = held_in(store, actor, clock)
    assert staging.decide(store, actor, chosen(held), Decision.SEND_AS_IS).done == [held.id]
    mail = FakeMail()
    worker.run(store, mail.ways(), threading.Event(), once=True)
    (held,) = lines(store)
    assert set(deliveries(store, held).values()) == {"delivered"}
    assert sorted(mail.recipients) == ["client1@clients.example", "client2@clients.example"]
    assert all(b"1 EUR" in raw for _, raw in mail.sent)
    assert held.totals is not None
    assert held.totals.delivered == 4


def test_a_full_copy_of_what_is_held_is_made_when_it_goes_out(
    store: Store, actor: User, clock: Clock
) -> None:
    elect_copies(store, actor, CopyWish(is_on=True))
    (held,) = held_in(store, actor, clock)
    assert not queue_copies(store)
    clock.now = held.standing.deliver_at
    release_all(store)
    assert queue_copies(store)


def test_rejected_once_it_never_goes_out(store: Store, actor: User, clock: Clock) -> None:
    first, second = held_in(store, actor, clock, 2)
    staging.decide(store, actor, chosen(first), Decision.REJECT_ONCE)
    clock.move(hours=2)
    assert release_all(store) == 1
    ended = {each.id: each.standing.state for each in lines(store)}
    assert ended == {first.id: HeldState.REJECTED, second.id: HeldState.DELIVERED}
    assert [each.id for each in sent_by_ib(store)] == [second.id]


def test_always_rejected_later_ones_of_the_type_are_stopped_too_and_counted(
    store: Store, actor: User, clock: Clock
) -> None:
    (held,) = held_in(store, actor, clock)
    staging.decide(store, actor, chosen(held), Decision.ALWAYS_REJECT)
    later = clock.now + timedelta(hours=3)
    fed(store, actor, stageable(7, later), stageable(8, later, type="OTHER"))
    states = {each.line.type: each.standing.state for each in lines(store) if each.id != held.id}
    assert states == {"FUNDS_IN": HeldState.REJECTED, "OTHER": HeldState.PENDING}
    (election,) = elections.elections(store)
    assert (election.type, election.applied, election.made_by) == ("FUNDS_IN", 1, actor.name)


def test_an_election_to_send_lets_a_message_out_at_once(store: Store, actor: User, clock: Clock) -> None:
    add_accounts(store, [details(1)])
    elections.make_election(store, actor, "FUNDS_IN", Decision.ALWAYS_SEND)
    fed(store, actor, stageable(1, clock.now + timedelta(days=1)))
    assert release_all(store) == 1
    (held,) = lines(store)
    assert (held.standing.decision, held.decided_by) == (Decision.ALWAYS_SEND, "")
    assert held.election_id == elections.elections(store)[0].id


def test_whoever_decides_second_is_told_who_was_first(store: Store, actor: User, clock: Clock) -> None:
    other = add_user(store, Role.APPROVER, "Grace Hopper")
    (held,) = held_in(store, actor, clock)
    staging.decide(store, other, chosen(held), Decision.REJECT_ONCE)
    outcome = staging.decide(store, actor, chosen(held), Decision.SEND_AS_IS)
    assert outcome.done == []
    ((number, words),) = outcome.refused
    assert number == held.id
    assert "Grace Hopper" in words
    assert "Reject Once" in words


def test_after_its_date_nothing_can_be_decided_even_if_nothing_ran(
    store: Store, actor: User, clock: Clock
) -> None:
    (held,) = held_in(store, actor, clock)
    clock.now = held.standing.deliver_at
    outcome = staging.decide(store, actor, chosen(held), Decision.REJECT_ONCE)
    assert outcome.done == []
    assert "passed" in outcome.refused[0][1]
    assert release_all(store) == 1
    assert "went out" in staging.decide(store, actor, chosen(held), Decision.REJECT_ONCE).refused[0][1]


def test_a_decision_can_be_taken_back_until_the_date(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    staging.decide(store, actor, chosen(held), Decision.REJECT_ONCE)
    (held,) = lines(store)
    assert staging.reverse(store, actor, chosen(held)).done == [held.id]
    (held,) = lines(store)
    assert held.standing.state is HeldState.PENDING
    staging.decide(store, actor, chosen(held), Decision.REJECT_ONCE)
    clock.now = held.standing.deliver_at
    ((_, why),) = staging.reverse(store, actor, chosen(*lines(store))).refused
    assert why == "Its delivery date has passed. It stays rejected."
    whats = [each.what for each in staging.history(store, held.id)]
    assert whats == [
        StagingEvent.ARRIVED,
        StagingEvent.DECIDED,
        StagingEvent.REVERSED,
        StagingEvent.DECIDED,
    ]


def test_the_election_of_a_decision_that_is_taken_back_ends_with_it(
    store: Store, actor: User, clock: Clock
) -> None:
    (held,) = held_in(store, actor, clock)
    staging.decide(store, actor, chosen(held), Decision.ALWAYS_REJECT)
    assert staging.reverse(store, actor, chosen(*lines(store))).elections_ended == 1
    (election,) = elections.elections(store)
    assert election.ended_by == actor.name


def test_what_is_sent_waits_out_the_undo_period(store: Store, actor: User, clock: Clock) -> None:
    with store.write() as unit:
        unit.office.save_settings({"sending.undo_seconds": 10})
        unit.commit()
    (held,) = held_in(store, actor, clock)
    staging.decide(store, actor, chosen(held), Decision.SEND_AS_IS)
    assert release_due(store) == 0
    assert staging.reverse(store, actor, chosen(*lines(store))).done == [held.id]
    clock.move(seconds=10)
    assert release_due(store) == 0
    staging.decide(store, actor, chosen(*lines(store)), Decision.SEND_AS_IS)
    clock.move(seconds=10)
    ((_, why),) = staging.reverse(store, actor, chosen(*lines(store))).refused
    assert why == "It is going out already and cannot be kept back any more."
    assert release_due(store) == 1


def test_a_clock_that_is_set_back_keeps_nothing_that_was_sent(
    store: Store, actor: User, clock: Clock
) -> None:
    with store.write() as unit:
        unit.office.save_settings({"sending.undo_seconds": 10})
        unit.commit()
    (held,) = held_in(store, actor, clock)
    staging.decide(store, actor, chosen(held), Decision.SEND_AS_IS)
    clock.move(minutes=-30)
    assert release_due(store) == 1


def test_what_went_out_late_is_said(store: Store, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock, 3)
    clock.move(days=2)
    assert release_all(store) == 3
    with store.read() as unit:
        subjects = [each.subject for each in unit.notices.listed(()).page(Order("at"), None, 10)]
    assert "3 held messages went out after their delivery dates" in subjects


def test_opted_out_what_waits_still_waits_and_elections_rest(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock, sent_at="2026-11-20T08:00:00Z")
    elections.make_election(store, actor, "FUNDS_IN", Decision.ALWAYS_REJECT)
    enrolling.elect(store, actor, on=False)
    assert enrolling.enrolment_now(store).state is EnrolmentState.OFF_FROM
    later = clock.now + timedelta(days=3)
    fed(store, actor, stageable(5, later))
    clock.now = enrolling.takes_effect_at(store)
    assert enrolling.enrolment_now(store).state is EnrolmentState.OFF
    fed(store, actor, stageable(6, later, sent_at="2026-11-21T09:00:00Z"))
    assert len(lines(store)) == 2
    assert len(sent_by_ib(store)) == 1
    release_all(store)
    assert {each.standing.state for each in lines(store)} == {HeldState.DELIVERED, HeldState.REJECTED}
    enrolled(store, actor, clock)
    fed(store, actor, stageable(9, clock.now + timedelta(days=1), sent_at="2026-11-22T09:00:00Z"))
    assert len(lines(store, HeldFilter(state=HeldFilterState.REJECTED))) == 2
    assert held.id in {each.id for each in lines(store)}


def test_a_restart_that_has_passed_stays_so_when_the_clock_is_set_back(
    store: Store, actor: User, clock: Clock
) -> None:
    release_due(store)
    clock.move(hours=-5)
    assert enrolling.enrolment_now(store).state is EnrolmentState.ON
    assert len(held_in(store, actor, clock)) == 1


def test_the_same_line_again_is_held_once(store: Store, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock)
    again = stageable(1, clock.now + timedelta(hours=1), "U0000001", "U0000002")
    report = fed(store, actor, again)
    assert (report.known, report.taken) == (1, 0)
    assert len(lines(store)) == 1


def test_pending_ones_come_first_the_nearest_deadline_on_top(store: Store, actor: User, clock: Clock) -> None:
    add_accounts(store, [details(1)])
    fed(
        store,
        actor,
        *(stageable(n, clock.now + timedelta(hours=hours)) for n, hours in ((1, 5), (2, 2), (3, 9))),
    )
    second, first, third = lines(store)
    staging.decide(store, actor, chosen(second), Decision.REJECT_ONCE)
    assert [each.id for each in lines(store)] == [first.id, third.id, second.id]


def test_a_viewer_decides_nothing(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    viewer = add_user(store, Role.VIEWER, "Vi Ewer")
    with pytest.raises(Refused):
        staging.decide(store, viewer, chosen(held), Decision.SEND_AS_IS)
    with pytest.raises(Refused):
        enrolling.elect(store, viewer, on=False)
    with pytest.raises(Refused):
        elections.make_election(store, viewer, "FUNDS_IN", Decision.ALWAYS_REJECT)


def test_before_an_election_its_effect_is_known(store: Store, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock, 3)
    effect = elections.effect_of(store, "FUNDS_IN")
    assert (effect.messages, effect.recipients) == (3, 6)
    assert effect.subjects[0] == "Funds received: {{ amount }}"
