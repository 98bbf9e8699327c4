"""Message staging under whatever order of events: never delivered against a decision, early, late or twice.

People enrol, opt out, decide, reverse and elect, two at once or on what has changed; messages arrive; the clock goes
forth and back over restarts; workers look, or die while they hand out. Run longer by hand with
``MESSAGE_CENTER_LONG=50`` (times as many examples).
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.models.channel import Channel
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState, Standing
from desktop.services import elections, enrolling, staging
from desktop.store.instants import instant
from tests.support.feeds import fed
from tests.support.staging import as_fed, release_all, stageable
from tests.support.staging_oracle import UNDO, ExpectedElection, ExpectedHeld, StagingOracle
from tests.support.stores import add_accounts, add_user, details, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.store.store import Store
    from tests.support.clock import Clock

TIMES = int(os.environ.get("MESSAGE_CENTER_LONG", "1"))
PLACE = st.integers(0, 5)
TYPES = st.sampled_from(["FUNDS_IN", "MARGIN_WARN"])
DECISIONS = st.sampled_from([each for each in Decision if each is not Decision.NONE])
# Before New York's clocks go back, before they go forward, and an ordinary day.
STARTS = [
    datetime(2026, 10, 31, 20, tzinfo=UTC),
    datetime(2027, 3, 13, 20, tzinfo=UTC),
    datetime(2026, 11, 20, 9, tzinfo=UTC),
]
CHANNELS = frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL, Channel.BULLETIN})


_STANDING = "SELECT type, decision, applied FROM election WHERE ended_at IS NULL"
_HELD = "SELECT message_id, state, decision, release_at, version, deliver_at FROM held_message WHERE message_id IN ({})"
_SHOWN = "SELECT id FROM broker_message WHERE id IN ({}) AND held_at IS NULL"
_HANDED = (
    "SELECT o.broker_message_id, r.account_id, d.channel FROM outgoing_message AS o"
    " JOIN recipient AS r ON r.message_id = o.id JOIN delivery AS d ON d.recipient_id = r.id"
    " WHERE o.broker_message_id IN ({})"
)


class Office:
    """A store with three accounts and two who decide; kept from example to example."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.people = [add_user(store), add_user(store, Role.APPROVER, "Grace Hopper")]
        self.accounts = add_accounts(store, [details(1), details(2, email=""), details(3, tws_access=False)])
        self.numbers = itertools.count(1)
        with store.write() as unit:
            unit.office.save_settings({"sending.undo_seconds": UNDO.seconds})
            unit.commit()


class StagingMachine(RuleBasedStateMachine):
    """The store beside the oracle; after every step both must agree."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.store, self.clock, self.office = office.store, office.clock, office
        self.people = office.people
        self.oracle = StagingOracle()
        self.clock.now = STARTS[2]
        self.worker_has_looked = False
        self.begin_anew()

    def begin_anew(self) -> None:
        """End what an earlier example has left."""
        with self.store.write() as unit:
            run = unit.connection.exec_driver_sql
            run("UPDATE enrolment SET is_on = false, changes_at = NULL")
            run("UPDATE election SET ended_at = 0 WHERE ended_at IS NULL")
            run("UPDATE held_message SET state = 'rejected', release_at = NULL WHERE release_at IS NOT NULL")
            unit.commit()

    def picked(self, place: int) -> ExpectedHeld | None:
        known = sorted(self.oracle.held)
        return self.oracle.held[known[place % len(known)]] if known else None

    @initialize(
        takes_part=st.sampled_from([True, True, True, False]),
        start=st.sampled_from(STARTS),
        waits=st.lists(st.sampled_from([5, 20, 3600]), min_size=1, max_size=3),
    )
    def begin(self, waits: list[int], start: datetime, *, takes_part: bool) -> None:
        """Most examples begin with something that is held."""
        self.clock.now = start
        if takes_part:
            self.elect(0, on=True)
            self.until_the_restart()
            self.a_worker_looks()
        for wait in waits:
            self.arrive("FUNDS_IN", 1, wait)

    # What happens.

    @rule(start=st.sampled_from(STARTS))
    def another_day(self, start: datetime) -> None:
        """Far forward or far back."""
        self.passes(start - self.clock.now)

    @rule(seconds=st.sampled_from([1, 9, 10, 30, 61, 3600, 6 * 3600, 86_400, -1, -30, -4000, -90_000]))
    def time_passes(self, seconds: int) -> None:
        self.passes(timedelta(seconds=seconds))

    def passes(self, span: timedelta) -> None:
        self.clock.now += span
        self.worker_has_looked = False

    @rule()
    def until_the_restart(self) -> None:
        if self.oracle.flips_at is not None:
            self.passes(self.oracle.flips_at - self.clock.now)

    @rule(place=PLACE, seconds=st.sampled_from([-1, 0, 0, 1]), leaves=st.booleans())
    def until_a_date(self, place: int, seconds: int, *, leaves: bool) -> None:
        """Of its delivery, or when what is being sent leaves."""
        message = self.picked(place)
        if message is not None:
            moment = message.leaves_at if leaves and message.leaves_at else message.deliver_at
            self.passes(moment + timedelta(seconds=seconds) - self.clock.now)

    @rule(type_=TYPES, count=st.sampled_from([1, 1, 3]), wait=st.sampled_from([-60, 1, 5, 20, 3600, 90_000]))
    def arrive(self, type_: str, count: int, wait: int) -> None:
        deliver_at = (self.clock.now + timedelta(seconds=wait)).replace(microsecond=0)
        named = [next(self.office.numbers) for _ in range(count)]
        common = {"type": type_, "channels": ["W", "E", "B"], "body": "Hello", "sent_at": as_fed(deliver_at)}
        accounts = ("U0000001", "U0000002", "U0000003")
        records = [stageable(number, deliver_at, *accounts, **common) for number in named]
        assert fed(self.store, self.people[0], *records).taken == count
        self.worker_has_looked = False
        with self.store.read() as unit:
            known = unit.feed.known([f"IB-{number}" for number in named])
        for number in named:
            self.oracle.arrive(known[f"IB-{number}"].target, type_, deliver_at, self.clock.now)

    @rule()
    def a_worker_looks(self) -> None:
        release_all(self.store)
        self.oracle.tick(self.clock.now)
        self.worker_has_looked = True

    @rule()
    def a_worker_hands_out_one_and_is_killed(self) -> None:
        """What it wrote is undone, as after a power cut."""
        with self.store.write() as unit:
            unit.enrolment.settle()
            unit.held_release.release(unit.held_release.due(1, UNDO))

    # What people do.

    @rule(who=st.integers(0, 1), on=st.booleans())
    def elect(self, who: int, *, on: bool) -> None:
        enrolling.elect(self.store, self.people[who], on=on)
        self.oracle.elect(self.clock.now, on=on)

    @rule(place=PLACE, decision=DECISIONS, who=st.integers(0, 1), behind=st.sampled_from([0, 0, 0, 1]))
    def decide(self, place: int, decision: Decision, who: int, behind: int) -> None:
        message = self.picked(place)
        if message is None:
            return
        chosen = [(message.id, message.version - behind)]
        outcome = staging.decide(self.store, self.people[who], chosen, decision)
        allowed = self.oracle.decide(message, decision.value, self.clock.now, is_stale=bool(behind))
        assert outcome.done == ([message.id] if allowed else [])
        assert [number for number, words in outcome.refused if words] == ([] if allowed else [message.id])

    @rule(place=PLACE, first=DECISIONS, second=DECISIONS)
    def two_decide_at_once(self, place: int, first: Decision, second: Decision) -> None:
        """Both have looked at the same version; the second is told who was first."""
        message = self.picked(place)
        if message is None:
            return
        looked_at = [(message.id, message.version)]
        allowed = self.oracle.decide(message, first.value, self.clock.now, is_stale=False)
        assert bool(staging.decide(self.store, self.people[0], looked_at, first).done) == allowed
        late = staging.decide(self.store, self.people[1], looked_at, second)
        assert late.done == []
        if allowed:
            assert self.people[0].name in late.refused[0][1]

    @rule(place=PLACE, behind=st.sampled_from([0, 0, 0, 1]))
    def reverse(self, place: int, behind: int) -> None:
        message = self.picked(place)
        if message is None:
            return
        outcome = staging.reverse(self.store, self.people[0], [(message.id, message.version - behind)])
        allowed = not behind and self.oracle.reverse(message, self.clock.now)
        assert outcome.done == ([message.id] if allowed else [])

    @rule(type_=TYPES, decision=st.sampled_from([Decision.ALWAYS_SEND, Decision.ALWAYS_REJECT]))
    def change_election(self, type_: str, decision: Decision) -> None:
        stands = self.standing().get(type_)
        elections.make_election(self.store, self.people[0], type_, decision, stands)
        self.oracle.elections[type_] = ExpectedElection(decision.value, None)

    @rule(type_=TYPES)
    def end_election(self, type_: str) -> None:
        stands = self.standing().get(type_)
        if stands is not None:
            elections.end_election(self.store, self.people[1], stands)
            del self.oracle.elections[type_]

    def standing(self) -> dict[str, int]:
        with self.store.read() as unit:
            return {type_: election.id for type_, election in unit.elections.standing().items()}

    # What must hold.

    @invariant()
    def promises_are_kept(self) -> None:
        self.oracle.check(self.clock.now, worker_has_looked=self.worker_has_looked)

    @invariant()
    def store_and_oracle_agree(self) -> None:
        known = sorted(self.oracle.held)
        # Undone: what is due can only be held fast where something is to be written.
        with self.store.write() as unit:
            run = unit.connection.exec_driver_sql
            stands = {tuple(row) for row in run(_STANDING)}
            ((is_on, changes_at),) = run("SELECT is_on, changes_at FROM enrolment")
            held = {row[0]: row[1:] for row in run(_HELD.format(_listed(known)))}
            due = set(unit.held_release.due(1_000, UNDO)) if known else set()
            self.each_is_handed_out_once(run)
        assert stands == {(t, each.decision, each.applied) for t, each in self.oracle.elections.items()}
        assert (bool(is_on), _moment(changes_at)) == (self.oracle.on, self.oracle.flips_at)
        for number in known:
            state, decision, release_at, version, deliver_at = held[number]
            message = self.oracle.held[number]
            found = (state, decision, _moment(release_at), version)
            assert found == (message.state, message.decision, message.leaves_at, message.version)
            standing = Standing(
                HeldState(state), instant(deliver_at), _moment(release_at), Decision(decision)
            )
            assert (number in due) == standing.is_due(self.clock.now, UNDO)

    def each_is_handed_out_once(self, run: Callable[[str], Iterable[Sequence[object]]]) -> None:
        """By recipient and channel; and what is held is not among what was sent."""
        numbers = _listed([*self.oracle.held, *self.oracle.straight])
        gone = {number for number, message in self.oracle.held.items() if message.gone_at is not None}
        shown = {row[0] for row in run(_SHOWN.format(numbers))}
        handed = Counter(tuple(row) for row in run(_HANDED.format(numbers)))
        assert shown == gone | self.oracle.straight
        assert handed == Counter(
            (number, account, channel.value)
            for number in gone
            for account in self.office.accounts
            for channel in CHANNELS
        )

    def teardown(self) -> None:
        """Whatever happened, a worker that comes later hands out all that nobody has rejected."""
        self.passes(timedelta(days=400))
        self.a_worker_looks()
        self.promises_are_kept()
        self.store_and_oracle_agree()
        assert all(message.state in ("rejected", "delivered") for message in self.oracle.held.values())


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(map(str, ids)) or "0"


def _moment(value: int | None) -> datetime | None:
    return None if value is None else instant(value)


def run_machine(store: Store, clock: Clock, examples: int, steps: int) -> None:
    office = Office(store, clock)
    run_state_machine_as_test(
        lambda: StagingMachine(office),  # type: ignore[arg-type] # it asks for no more than something to call
        settings=settings(
            max_examples=examples * TIMES,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


# In parts, so that they can run beside each other: 2,000 sequences together.
@pytest.mark.parametrize("steps", [10, 15, 20, 30])
def test_staging_keeps_its_promises(sqlite_store: Store, clock: Clock, steps: int) -> None:
    run_machine(sqlite_store, clock, 500, steps)


def test_staging_keeps_its_promises_on_a_shared_store(postgres_url: str, clock: Clock) -> None:
    store = opened(postgres_url, clock)
    try:
        run_machine(store, clock, 60, 12)
    finally:
        store.close()
