"""The outbox under whatever order of events: nobody lost, nobody written to twice without a mark.

Two holders claim, hand over, die, oversleep and report late while the clock goes forth and back, and people
take back, pause, stop and resend in between. Run longer by hand with ``MESSAGE_CENTER_LONG=20`` (times as many examples).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from desktop.errors import Refused
from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import OPEN_STATES, DeliveryState
from desktop.models.listing import Order
from desktop.models.outbox import AT_ONCE, Claim, Outcome
from desktop.models.outgoing import MessageDraft
from desktop.models.phase import MessagePhase
from desktop.services import after_settling as settling
from desktop.services import message_control, sending
from desktop.services.after_settling import after_settling
from desktop.services.delivery_policy import delivery_policy
from desktop.services.settled import tell_settled
from tests.support.outbox_oracle import Expected, ExpectedMessage, OutboxOracle
from tests.support.stores import add_accounts, add_user, details, opened, without_undo

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryLine
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork
    from tests.support.clock import Clock

S, P = DeliveryState, MessagePhase
# So few that messages do pause by themselves within an example.
POLICY = replace(delivery_policy(), error_window=5, error_least_tries=3)
PLACE = st.integers(0, 5)
LEASE = timedelta(seconds=60)
TIMES = int(os.environ.get("MESSAGE_CENTER_LONG", "1"))
HOLDERS = st.sampled_from([0, 1])
SOME = st.lists(st.integers(0, 9), min_size=1, max_size=10, unique=True)
"""Which of the claims in hand, by their place."""


class Office:
    """A store with five accounts, of which some cannot be reached; kept from example to example."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.user: User = add_user(store)
        without_undo(store)
        others = [details(3, email=""), details(4, tws_access=False), details(5, email="not an address")]
        self.accounts = add_accounts(store, [details(1), details(2), *others])
        self.start = clock.now
        self.examples = 0


class Hands:
    """One holder: what it believes to have claimed, to be allowed to send, and to have sent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.claims: dict[int, Claim] = {}
        self.may_leave: set[int] = set()
        self.left: set[int] = set()

    def chosen(self, places: list[int]) -> list[int]:
        known = sorted(self.claims)
        return [known[place] for place in places if place < len(known)]

    def let_go(self, ids: Collection[int]) -> None:
        for number in ids:
            self.claims.pop(number, None)
        self.may_leave.difference_update(ids)
        self.left.difference_update(ids)


class OutboxMachine(RuleBasedStateMachine):
    """The store beside the oracle; after every step both must agree."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.store, self.clock, self.office = office.store, office.clock, office
        self.oracle = OutboxOracle(POLICY.error_window, POLICY.error_least_tries, POLICY.error_share)
        self.told: Counter[int] = Counter()
        self.lives = 0
        office.examples += 1
        self.hands = [self.new_hands(), self.new_hands()]
        self.clock.now = office.start
        self.empty_the_outbox()

    def new_hands(self) -> Hands:
        self.lives += 1
        return Hands(f"holder-{self.office.examples}-{self.lives}")

    def empty_the_outbox(self) -> None:
        """Settle what an earlier example, cut short by a failure, has left behind."""
        self.clock.move(days=30)
        with self.store.write() as unit:
            latest = unit.messages.listed(()).page(Order("sent_at", descending=True), None, 50)
            for line in latest:
                unit.control.change_phase(line.id, (P.PAUSED,), P.RUNNING)
            unit.outbox.give_up_abandoned("")
            rest = unit.outbox.claim("sweeper", self.clock.now, 1_000, list(Channel))
            unit.outbox.record("sweeper", [], [Outcome(claim, S.FAILED) for claim in rest], [])
            unit.commit()
        self.clock.move(days=-30)

    def committed(self, unit: UnitOfWork, settled_before: set[int]) -> None:
        """Tell as the deliverer does; exactly the messages now settled are new."""
        newly = unit.outbox.newly_settled
        assert set(newly) == self.oracle.settled() - settled_before
        tell_settled(unit, newly)
        unit.commit()
        self.told.update(newly)

    # What happens.

    @rule(
        who=st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True),
        letters=st.sampled_from(["E", "E", "WEB", "WE", "B"]),
        wait=st.sampled_from([0, 0, 15]),
    )
    def send(self, who: list[int], letters: str, wait: int) -> None:
        moment = self.clock.now + timedelta(seconds=wait) if wait else None
        draft = MessageDraft(
            channels=channels_of(letters),
            accounts=tuple(self.office.accounts[place] for place in who),
            reply_to=self.office.user.email,
            subject="Notice",
            content="Hello",
            send_at=moment,
        )
        number = sending.send(self.store, self.office.user, draft).message_id
        with self.store.read() as unit:
            found = lines(unit, number)
        assert len(found) == len(who) * len(letters)
        phase = P.WAITING if wait else P.RUNNING
        self.oracle.sent[number] = ExpectedMessage(draft.channels, phase, moment)
        for line in found:
            state = S.SKIPPED if line.skip_reason else S.QUEUED
            self.oracle.rows[line.id] = Expected(line.id, number, line.channel, state, AT_ONCE)
        if number in self.oracle.settled():
            self.told[number] += 1

    @rule(holder=HOLDERS, limit=st.integers(1, 6), letters=st.sampled_from(["WEB", "WEB", "E", "WB"]))
    def claim(self, holder: int, limit: int, letters: str) -> None:
        hands, now = self.hands[holder], self.clock.now
        channels = channels_of(letters)
        with self.store.write() as unit:
            claims = unit.outbox.claim(hands.name, now + LEASE, limit, channels)
            unit.commit()
        expected = self.oracle.claim(hands.name, now, now + LEASE, limit, channels)
        assert [claim.delivery_id for claim in claims] == expected
        assert [claim.tries for claim in claims] == [self.oracle.rows[number].tries for number in expected]
        hands.let_go(expected)
        hands.claims.update((claim.delivery_id, claim) for claim in claims)

    @rule(holder=HOLDERS, places=SOME)
    def begin(self, holder: int, places: list[int]) -> None:
        hands = self.hands[holder]
        chosen = hands.chosen(places)
        with self.store.write() as unit:
            begun = unit.outbox.record(hands.name, chosen, [], [])[1]
            unit.commit()
        assert begun == self.oracle.begin(hands.name, chosen)
        hands.may_leave |= begun

    @rule(holder=HOLDERS, places=SOME)
    def hand_over(self, holder: int, places: list[int]) -> None:
        """The mail server takes mails, however late it is; nothing is recorded yet."""
        hands = self.hands[holder]
        for number in hands.chosen(places):
            if number in hands.may_leave - hands.left:
                hands.left.add(number)
                self.oracle.rows[number].left += 1

    @rule(holder=HOLDERS, places=SOME, refused=st.sampled_from([S.FAILED, S.QUEUED]))
    def settle(self, holder: int, places: list[int], refused: DeliveryState) -> None:
        """Report what became of claims, even of those that lapsed long ago."""
        hands, later = self.hands[holder], self.clock.now + timedelta(seconds=20)
        outcomes = []
        for number in hands.chosen(places):
            claim = hands.claims[number]
            arrived = number in hands.left or claim.channel is not Channel.EMAIL
            state = S.DELIVERED if arrived else refused
            again = later if state is S.QUEUED else None
            outcomes.append(Outcome(claim, state, "words", next_try_at=again, text="Hello"))
        before = self.oracle.settled()
        with self.store.write() as unit:
            recorded = {
                outcome.claim.delivery_id for outcome in unit.outbox.record(hands.name, [], outcomes, [])[0]
            }
            due = {o.claim.delivery_id: (o.state, o.next_try_at or self.clock.now) for o in outcomes}
            assert recorded == self.oracle.settle(hands.name, due)
            after_settling(unit, [outcome for outcome in outcomes if outcome.claim.delivery_id in recorded])
            self.oracle.note_tries(number for number in due if number in recorded)
            self.committed(unit, before)
        hands.let_go(due)

    @rule(holder=HOLDERS, places=SOME)
    def put_back(self, holder: int, places: list[int]) -> None:
        """What was begun may be put back as long as its holder knows that it has not left."""
        hands = self.hands[holder]
        chosen = [number for number in hands.chosen(places) if number not in hands.left]
        hands.let_go(chosen)
        with self.store.write() as unit:
            assert unit.outbox.put_back(hands.name, chosen) == self.oracle.put_back(hands.name, chosen)
            unit.commit()

    @rule(holder=HOLDERS, seconds=st.sampled_from([60, 60, 5]))
    def keep(self, holder: int, seconds: int) -> None:
        hands, until = self.hands[holder], self.clock.now + timedelta(seconds=seconds)
        with self.store.write() as unit:
            assert unit.outbox.keep(hands.name, until) == self.oracle.keep(hands.name, until)
            unit.commit()

    @rule(seconds=st.sampled_from([1, 20, 61, 61, 400, -1, -90]))
    def time_passes(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    @rule(holder=HOLDERS, survives=st.sampled_from([False, True, True]))
    def die(self, holder: int, *, survives: bool) -> None:
        """Die, but seldom: who only oversleeps does more harm."""
        if not survives:
            self.hands[holder] = self.new_hands()

    @rule(holder=HOLDERS, limit=st.integers(1, 6))
    def take_over(self, holder: int, limit: int) -> None:
        """One holder finds what the other left lying for more than a minute."""
        self.clock.move(seconds=61)
        self.give_up_abandoned()
        self.claim(holder, limit, "WEB")

    @rule()
    def give_up_abandoned(self) -> None:
        before = self.oracle.settled()
        with self.store.write() as unit:
            given_up = unit.outbox.give_up_abandoned("ended")
            assert given_up == self.oracle.give_up_abandoned(self.clock.now)
            self.committed(unit, before)

    # What people do.

    def asked(self, verb: Callable[[Store, User, int], object], message_id: int) -> bool:
        """Do as a person does; returns whether it was allowed."""
        try:
            verb(self.store, self.office.user, message_id)
        except Refused:
            return False
        return True

    def picked(self, place: int) -> int | None:
        numbers = sorted(self.oracle.sent)
        return numbers[place % len(numbers)] if numbers else None

    @rule(place=PLACE)
    def take_back(self, place: int) -> None:
        number = self.picked(place)
        if number is not None:
            expected = self.oracle.take_back(number)
            assert self.asked(message_control.take_back, number) == expected

    @rule(place=PLACE)
    def pause(self, place: int) -> None:
        number = self.picked(place)
        if number is not None:
            assert self.asked(message_control.pause, number) == self.oracle.pause(number)

    @rule(place=PLACE)
    def go_on(self, place: int) -> None:
        number = self.picked(place)
        if number is not None:
            assert self.asked(message_control.go_on, number) == self.oracle.go_on(number)

    @rule(place=PLACE)
    def stop_rest(self, place: int) -> None:
        number = self.picked(place)
        if number is not None:
            before = self.oracle.settled()
            assert self.asked(message_control.stop_rest, number) == self.oracle.stop(number)
            self.told.update(self.oracle.settled() - before)

    @rule(place=PLACE, state=st.sampled_from([S.FAILED, S.UNCONFIRMED]))
    def resend(self, place: int, state: DeliveryState) -> None:
        """What may have left is sent again only so, and whoever held it before is believed to sleep."""
        number = self.picked(place)
        if number is None:
            return
        wished = self.oracle.resend(number, state, AT_ONCE)
        verb = message_control.resend_failed if state is S.FAILED else message_control.resend_unconfirmed
        assert self.asked(verb, number) == bool(wished)
        for hands in self.hands:
            hands.may_leave.difference_update(wished)
            hands.left.difference_update(wished)

    # What must hold.

    @invariant()
    def store_and_oracle_agree(self) -> None:
        self.oracle.check()
        with self.store.read() as unit:
            assert unit.outbox.next_lapse_at() == min(
                (row.held_until for row in self.oracle.rows.values() if row.held_until), default=None
            )
            for number in self.oracle.messages():
                message = unit.messages.get(number)
                assert message is not None
                assert message.totals == self.oracle.totals(number)
                assert message.phase is self.oracle.sent[number].phase
                found = {line.id: (line.state, line.tries) for line in lines(unit, number)}
                assert found == {row.id: (row.state, row.tries) for row in self.oracle.of(number)}

    @invariant()
    def what_is_settled_was_told(self) -> None:
        ended = {n for n, message in self.oracle.sent.items() if message.phase is P.TAKEN_BACK}
        assert self.oracle.settled() - ended <= set(self.told)

    def teardown(self) -> None:
        """Whatever happened, a worker that comes later settles all that is open, and loses nobody."""
        self.clock.move(days=1)
        self.give_up_abandoned()
        self.hands[0] = self.new_hands()
        for number in self.oracle.sent:
            if self.oracle.go_on(number):
                message_control.go_on(self.store, self.office.user, number)
        everything = list(range(10))
        while any(row.state in OPEN_STATES for row in self.oracle.rows.values()):
            self.claim(0, 10, "WEB")
            self.begin(0, everything)
            self.hand_over(0, everything)
            self.settle(0, everything, S.FAILED)
        self.store_and_oracle_agree()
        for row in self.oracle.rows.values():
            assert (row.state is S.DELIVERED) <= (row.left == 1 or row.channel is not Channel.EMAIL)
        with self.store.read() as unit:
            notices = unit.notices.listed(()).page(Order("at"), None, 10_000)
        told = Counter(notice.message_id for notice in notices if "paused by itself" not in notice.subject)
        assert {number: told[number] for number in self.oracle.sent if told[number]} == self.told


def lines(unit: UnitOfWork, message_id: int) -> list[DeliveryLine]:
    return list(unit.sent.listed(message_id, (), ()).page(Order("number"), None, 1_000))


@pytest.fixture(autouse=True)
def _few_errors_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "delivery_policy", lambda: POLICY)


def run_machine(store: Store, clock: Clock, examples: int, steps: int) -> None:
    office = Office(store, clock)
    run_state_machine_as_test(
        lambda: OutboxMachine(office),  # type: ignore[arg-type] # it asks for no more than something to call
        settings=settings(
            max_examples=examples * TIMES,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_outbox_keeps_its_promises(sqlite_store: Store, clock: Clock) -> None:
    run_machine(sqlite_store, clock, 35, 30)


def test_the_outbox_keeps_its_promises_on_a_shared_store(postgres_url: str, clock: Clock) -> None:
    store = opened(postgres_url, clock)
    try:
        run_machine(store, clock, 8, 25)
    finally:
        store.close()
