"""A message's deliveries page by page, in whatever state they stand: on a server what is queued is in indexes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from desktop.models.delivery import DeliveryLine, DeliveryState
from desktop.models.listing import Key, Order
from desktop.models.outbox import AT_ONCE
from desktop.store.deliveries_apart import ends_of, queued_ids
from desktop.store.delivery_states import is_queued
from desktop.store.store import Store
from desktop.store.tables import delivery
from desktop.store.unit_of_work import UnitOfWork
from tests.support.clock import Clock
from tests.support.sending import sent_message
from tests.support.stores import opened

_STATES = st.sampled_from(list(DeliveryState))


def _walk(
    unit: UnitOfWork, message: int, order: Order, states: frozenset[DeliveryState], limit: int
) -> list[DeliveryLine]:
    rows: list[DeliveryLine] = []
    after: Key | None = None
    while page := unit.sent.listed(message, (), states).page(order, after, limit):
        assert len(page) <= limit
        rows += page
        last = page[-1]
        after = (last.state.value if order.column == "state" else last.id, last.id)
    return rows


def test_each_delivery_stands_once_and_in_order(store: Store) -> None:
    before = sent_message(store, 2, "WE")
    message = sent_message(store, 4, "WEB")
    after = sent_message(store, 2, "WE")
    with store.read() as unit:
        ids = [row.id for row in unit.sent.listed(message, (), ()).page(Order("number"), None, 100)]
        if unit.is_postgres:
            assert ends_of(unit.connection, before)[1] < ids[0]
            assert ids[-1] < ends_of(unit.connection, after)[0]

    @given(
        stand=st.lists(st.tuples(_STATES, st.booleans()), min_size=len(ids), max_size=len(ids)),
        chosen=st.frozensets(_STATES, max_size=2),
        column=st.sampled_from(["number", "state"]),
        descending=st.booleans(),
        limit=st.integers(1, 7),
    )
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def stands(
        *,
        stand: list[tuple[DeliveryState, bool]],
        chosen: frozenset[DeliveryState],
        column: str,
        descending: bool,
        limit: int,
    ) -> None:
        order = Order(column, descending)
        with store.write() as unit:
            for number, (state, waits) in zip(ids, stand, strict=True):
                next_try = unit.now + timedelta(minutes=number % 3) if waits else AT_ONCE
                values = {"state": state.value, "next_try_at": next_try}
                unit.connection.execute(update(delivery).where(delivery.c.id == number).values(values))
            rows = _walk(unit, message, order, chosen, limit)
            wanted = [
                (state, number)
                for number, (state, _) in zip(ids, stand, strict=True)
                if not chosen or state in chosen
            ]
            wanted.sort(key=lambda each: each if column == "state" else each[1], reverse=descending)
            assert [(row.state, row.id) for row in rows] == wanted
            marks = unit.sent.listed(message, (), chosen).marks(order, limit, ids, lambda: None)
            assert marks.places == {number: place for place, (_, number) in enumerate(wanted)}
            if unit.is_postgres:
                assert ends_of(unit.connection, message) == (ids[0], ids[-1])

    stands()


@pytest.fixture
def postgres_store(postgres_url: str, clock: Clock) -> Iterator[Store]:
    store = opened(postgres_url, clock)
    yield store
    store.close()


def test_a_message_without_deliveries_has_nothing_between_its_ends(postgres_store: Store) -> None:
    sent_message(postgres_store)
    with postgres_store.read() as unit:
        assert ends_of(unit.connection, 99) == (0, 0)
        assert unit.sent.listed(99, (), ()).page(Order("number"), None, 9) == []


@pytest.mark.parametrize("waiting", [False, True])
def test_what_is_queued_is_found_by_index_however_much_was_delivered(
    postgres_store: Store, *, waiting: bool
) -> None:
    """The first page of what is left reads the index, and not what was delivered before it."""
    message = sent_message(postgres_store, 3_000, "WE")
    with postgres_store.write() as unit:
        connection = unit.connection
        done = update(delivery).where(delivery.c.id % 1_000 != 0)
        connection.execute(done.values(state=DeliveryState.DELIVERED.value))
        if waiting:
            connection.execute(update(delivery).where(is_queued()).values(next_try_at=unit.now))
        connection.exec_driver_sql("ANALYZE delivery")
        for statement in (
            queued_ids(message, 100, descending=False),
            delivery.select().where(delivery.c.message_id == message, is_queued()),
        ):
            words = statement.compile(connection, compile_kwargs={"literal_binds": True})
            plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {words}"))
            assert "ix_delivery_due_email" in plan
            assert "Seq Scan" not in plan
