"""Claims: shared fairly between messages, at a cost that does not grow, by several workers at once."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.outbox import Outcome
from desktop.models.phase import MessagePhase
from desktop.services import message_control
from desktop.services.delivering import LEASE, Deliverer
from desktop.store.claim_rows import ClaimRows
from tests.support.fake_mail import FakeMail
from tests.support.sending import sent_message, states, totals
from tests.support.stores import add_user, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from desktop.models.outbox import Claim
    from desktop.store.store import Store
    from tests.support.clock import Clock

S = DeliveryState
_PATIENCE_S = 30


def claimed(store: Store, holder: str, limit: int, letters: str = "WEB") -> list[Claim]:
    with store.write() as unit:
        claims = unit.outbox.claim(holder, unit.now + LEASE, limit, [Channel(each) for each in letters])
        unit.commit()
    return claims


def statements(store: Store, action: Callable[[], object]) -> list[str]:
    """What ``action`` asks of the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return seen


def test_a_message_to_four_does_not_wait_behind_one_to_many(store: Store) -> None:
    many = sent_message(store, 200)
    four = sent_message(store, 4)
    counts = Counter(claim.message_id for claim in claimed(store, "me", 20))
    assert counts == {four: 4, many: 16}


def test_a_batch_is_shared_equally_while_all_have_enough(store: Store) -> None:
    messages = [sent_message(store, 30) for _ in range(3)]
    counts = Counter(claim.message_id for claim in claimed(store, "me", 30))
    assert counts == dict.fromkeys(messages, 10)


def test_mails_do_not_hold_up_messages_to_the_center(store: Store) -> None:
    sent_message(store, 50, "WE")
    counts = Counter(claim.channel for claim in claimed(store, "me", 10))
    assert counts == {Channel.MESSAGE_CENTER: 5, Channel.EMAIL: 5}
    assert {claim.channel for claim in claimed(store, "me", 10, "W")} == {Channel.MESSAGE_CENTER}


def test_what_is_not_due_leaves_its_share_to_others(store: Store, clock: Clock) -> None:
    first, second = sent_message(store, 5), sent_message(store, 30)
    later = clock.now + timedelta(hours=1)
    with store.write() as unit:
        claims = unit.outbox.claim("me", unit.now + LEASE, 10, (Channel.EMAIL,))
        held = [claim for claim in claims if claim.message_id == first]
        unit.outbox.record("me", [], [Outcome(claim, S.QUEUED, next_try_at=later) for claim in held], [])
        unit.commit()
    assert len(held) == 5
    assert Counter(claim.message_id for claim in claimed(store, "me", 12)) == {second: 12}


@pytest.mark.parametrize("count", [3, 300])
def test_a_claim_asks_as_much_of_the_store_whatever_is_queued(store: Store, count: int) -> None:
    """One statement a running message and channel, and a fixed number beside them."""
    waits = sent_message(store, count)
    with store.read() as unit:
        ada = unit.office.users()[0]
    message_control.pause(store, ada, waits)
    assert len(statements(store, lambda: claimed(store, "warm", 1))) <= 3 + 1
    for _ in range(2):
        sent_message(store, count)
    asked = statements(store, lambda: claimed(store, "me", 50))
    on_deliveries = [each for each in asked if "FROM delivery" in each and each.startswith("SELECT")]
    assert len(on_deliveries) == 2
    # Releases and lines, a claim of two messages, its counters, the log of changes and its lock.
    assert len(asked) <= 12


def test_fan_out_is_a_fixed_number_of_statements(store: Store) -> None:
    sent_message(store, 1)
    counts = {}
    for size in (3, 400):
        asked = statements(store, lambda size=size: sent_message(store, size, "WEB"))  # type: ignore[misc]
        inserts = [each for each in asked if each.startswith("INSERT INTO")]
        counts[size] = Counter(each.split()[2] for each in inserts if each.split()[2] != "account")
    assert counts[3] == counts[400]
    assert counts[3]["recipient"] == counts[3]["delivery"] == 1


class MeetingMail(FakeMail):
    """Its first mail waits until the other worker also has one in hand."""

    def __init__(self, met: threading.Barrier) -> None:
        super().__init__()
        self._met = met
        self._first = threading.Lock()
        self._has_met = False

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        with self._first:
            if not self._has_met:
                self._met.wait(_PATIENCE_S)
            self._has_met = True
        return super().send(envelope_from, to, raw, label)


def test_two_workers_at_once_reach_everybody_once(store_url: str, store: Store, clock: Clock) -> None:
    message = sent_message(store, 300)
    met = threading.Barrier(2)
    mails = [MeetingMail(met), MeetingMail(met)]

    def work(place: int) -> None:
        theirs = opened(store_url, clock)
        worker = Deliverer(theirs, mails[place].ways(), f"worker-{place}", batch=10)
        idle = 0
        while idle < 3:
            idle = idle + 1 if worker.step().was_idle else 0
        worker.close()
        theirs.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals(store, message) == DeliveryTotals(delivered=300)
    reached = [each for mail in mails for each in mail.recipients]
    assert len(reached) == len(set(reached)) == 300
    assert all(mail.recipients for mail in mails)


def test_who_comes_back_late_neither_begins_nor_settles_what_another_holds(
    store: Store, clock: Clock
) -> None:
    """It slept with a mail in hand; a person had that mail sent again, and another worker has it now."""
    ada = add_user(store)
    message = sent_message(store, 1)
    (claim,) = claimed(store, "sleeper", 1)
    with store.write() as unit:
        assert unit.outbox.record("sleeper", [claim.delivery_id], [], [])[1] == {claim.delivery_id}
        unit.commit()
    clock.move(minutes=5)
    with store.write() as unit:
        unit.outbox.give_up_abandoned("It may have arrived.")
        unit.commit()
    message_control.resend_unconfirmed(store, ada, message)
    assert len(claimed(store, "awake", 1)) == 1
    with store.write() as unit:
        assert unit.outbox.record("sleeper", [claim.delivery_id], [], [])[1] == frozenset()
        assert unit.outbox.record("sleeper", [], [Outcome(claim, S.DELIVERED)], [])[0] == []
        unit.commit()
    assert states(store, message) == [S.SENDING]


def test_what_a_worker_that_is_gone_had_claimed_is_taken_over(store: Store, clock: Clock) -> None:
    message = sent_message(store, 6)
    gone = claimed(store, "gone", 4)
    with store.write() as unit:
        unit.outbox.record("gone", [gone[0].delivery_id], [], [])
        unit.commit()
    assert len(claimed(store, "me", 10)) == 2
    clock.move(seconds=61)
    with store.write() as unit:
        assert unit.outbox.give_up_abandoned("ended") == 1
        unit.commit()
    # Three of the one that is gone, and two that were not kept meanwhile.
    assert len(claimed(store, "me", 10)) == 5
    assert states(store, message).count(S.UNCONFIRMED) == 1


@pytest.mark.parametrize(
    ("verb", "phase", "left"),
    [
        (message_control.pause, MessagePhase.PAUSED, DeliveryTotals(queued=5)),
        (message_control.stop_rest, MessagePhase.STOPPED, DeliveryTotals(cancelled=5)),
    ],
)
def test_a_claim_that_meets_a_pause_or_a_stop_gives_nothing_out(
    postgres_url: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    verb: Callable[..., object],
    phase: MessagePhase,
    left: DeliveryTotals,
) -> None:
    """The worker has locked its deliveries; before it counts them, a person is first at the message."""
    store, theirs = opened(postgres_url, clock), opened(postgres_url, clock)
    message = sent_message(store, 5)
    with store.read() as unit:
        ada = unit.office.users()[0]
    take = ClaimRows._take

    def met(rows: ClaimRows, *arguments: Any) -> None:
        take(rows, *arguments)
        verb(theirs, ada, message)

    monkeypatch.setattr(ClaimRows, "_take", met)
    assert claimed(store, "me", 10) == []
    assert totals(store, message) == left
    with store.read() as unit:
        found = unit.messages.get(message)
    assert found is not None
    assert found.phase is phase
    for each in (store, theirs):
        each.close()


def test_taking_back_and_releasing_meet_and_one_of_them_wins(postgres_url: str, clock: Clock) -> None:
    """The release is under way and not committed: who takes back waits, and is told."""
    store, theirs = opened(postgres_url, clock), opened(postgres_url, clock)
    message = sent_message(store, 2)
    ada = add_user(store, name="Grace Hopper")
    with store.write() as unit:
        unit.connection.execute(
            text("UPDATE outgoing_message SET phase = 'waiting', release_at = 0 WHERE id = :id"),
            {"id": message},
        )
        unit.commit()
    told: list[BaseException | None] = []

    def take_back() -> None:
        try:
            message_control.take_back(theirs, ada, message)
        except Exception as error:  # noqa: BLE001 - it is looked at below
            told.append(error)
        else:
            told.append(None)

    thread = threading.Thread(target=take_back)
    with store.write() as unit:
        assert len(unit.outbox.claim("me", unit.now + LEASE, 1, (Channel.EMAIL,))) == 1
        thread.start()
        unit.commit()
    thread.join()
    assert "It has begun to leave" in str(told[0])
    assert totals(store, message) == DeliveryTotals(queued=1, sending=1)
    for each in (store, theirs):
        each.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_claim_walks_the_index_of_what_is_due(
    kind: str, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "plan.db") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    store = opened(url, clock)
    sent_message(store, 1_500)
    seen = statements(store, lambda: claimed(store, "me", 10))
    query = next(each for each in seen if "FROM delivery" in each and each.startswith("SELECT"))
    assert "state = 'queued'" in query
    with store.read() as unit:
        if kind == "sqlite":
            plan = unit.connection.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE message_id = 1 AND channel = 'E'"
                    " AND state = 'queued' AND next_try_at <= 5 ORDER BY next_try_at, id LIMIT 10"
                )
            ).all()
        else:
            plan = unit.connection.execute(
                text(
                    "EXPLAIN SELECT id FROM delivery WHERE message_id = 1 AND channel = 'E'"
                    " AND state = 'queued' AND next_try_at <= 5 ORDER BY next_try_at, id LIMIT 10"
                )
            ).all()
    words = " ".join(str(row) for row in plan)
    assert "ix_delivery_due" in words
    assert "TEMP B-TREE" not in words
    store.close()


def test_a_claim_reads_its_own_recipients_only_whatever_the_server_expects(
    postgres_url: str, clock: Clock
) -> None:
    store = opened(postgres_url, clock)
    sent_message(store, 20)
    seen = statements(store, lambda: claimed(store, "me", 10))
    query = next(each for each in seen if "FROM delivery" in each and each.startswith("SELECT"))
    with store.read() as unit:
        unit.connection.execute(text("SET LOCAL enable_nestloop = off"))
        plan = unit.connection.exec_driver_sql(
            f"EXPLAIN {query.replace('FOR UPDATE', '')}".replace("SKIP LOCKED", ""), (1, 5, 10)
        ).all()
    assert "on recipient" in str(plan)
    assert "Seq Scan on recipient" not in str(plan)
    store.close()
