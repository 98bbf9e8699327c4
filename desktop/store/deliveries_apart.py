"""A message's deliveries on PostgreSQL, where no index has them all: what is queued stands apart (delivery_states)."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, union_all

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryLine, DeliveryState
from desktop.models.listing import Key, Order
from desktop.models.outbox import AT_ONCE
from desktop.store.delivery_states import goes_over, stands_in
from desktop.store.instants import micros
from desktop.store.listed import Listed
from desktop.store.tables import delivery

_ID = delivery.c.id
_QUEUED = DeliveryState.QUEUED.value
_OURS = "FROM delivery WHERE message_id = %(message)s AND state"
# As the driver takes it, for each page asks: to put it together anew takes longer than to find the page. Each part is
# an end of an index, but for what waits for another try: that is little, and added to, or it would be looked for in
# the index of all ids.
_PARTS = [
    *(f"SELECT min(id), max(id) {_OURS} = '{state}'" for state in DeliveryState if state.value != _QUEUED),
    *(
        f"SELECT min({each}), max({each}) {_OURS} = '{_QUEUED}' AND channel = '{channel.value}' AND next_try_at {due}"
        for channel in Channel
        for each, due in (("id", "= %(at_once)s"), ("id + 0", "> %(at_once)s"))
    ),
]
_ENDS = f"SELECT min(first), max(last) FROM ({' UNION ALL '.join(_PARTS)}) AS ends (first, last)"  # noqa: S608


class DeliveriesApart(Listed[DeliveryLine]):
    """In the order of states it reads one state after the other; what is queued it puts together from several indexes.

    ``made`` are the keywords of a ``Listed`` of deliveries; no ``states`` means all.
    """

    def __init__(
        self, connection: Connection, message_id: int, states: Collection[DeliveryState], **made: Any
    ) -> None:
        super().__init__(connection, **made)
        self._message_id = message_id
        self._states = sorted(states or DeliveryState)

    def page(self, order: Order, after: Key | None, limit: int) -> list[DeliveryLine]:
        """At most ``limit`` deliveries that stand after the key ``after``, in order."""
        by_number = Order("number", order.descending)
        if order.column == "state":
            found: list[DeliveryLine] = []
            for state, last in self._from(after, descending=order.descending):
                found += self._of_state(state, by_number, last, limit - len(found))
                if len(found) >= limit:
                    break
            return found
        if self._states == [DeliveryState.QUEUED]:
            return self._of_state(self._states[0], by_number, None if after is None else after[-1], limit)
        return super().page(order, after, limit)

    def _from(self, after: Key | None, *, descending: bool) -> Iterator[tuple[DeliveryState, int | None]]:
        """The states in order, the first with the id behind which it goes on."""
        for state in reversed(self._states) if descending else self._states:
            if after is None or (state.value < after[0] if descending else state.value > after[0]):
                yield state, None
            elif state.value == after[0]:
                yield state, after[-1]

    def _of_state(
        self, state: DeliveryState, order: Order, last: int | None, limit: int
    ) -> list[DeliveryLine]:
        beyond = operator.lt if order.descending else operator.gt
        more = [] if last is None else [beyond(_ID, last)]
        if state is DeliveryState.QUEUED:
            queued = queued_ids(self._message_id, limit, *more, descending=order.descending)
            return self._ordered(order, [_ID.in_(queued)], limit)
        return self._ordered(order, [stands_in(state), *more], limit)


def queued_ids(message_id: int, limit: int, *more: ColumnElement[bool], descending: bool) -> Select[Any]:
    """The first, or last, ``limit`` ids of what a message has queued and for which ``more`` holds.

    What waits for its first try stands in the order of its ids in the index of each channel. What waits for another
    one, which is little, is put into order.
    """
    ways = []
    for channel in Channel:
        ours = delivery.c.message_id == message_id, stands_in(DeliveryState.QUEUED), goes_over(channel), *more
        fresh = (
            select(_ID).where(*ours, delivery.c.next_try_at == AT_ONCE).order_by(_ordered(_ID, descending))
        )
        # Added to, so that it is not looked for among the ids of all messages instead.
        again = (
            select(_ID).where(*ours, delivery.c.next_try_at > AT_ONCE).order_by(_ordered(_ID + 0, descending))
        )
        ways += [fresh.limit(limit).subquery(), again.limit(limit).subquery()]
    found = union_all(*map(select, ways)).subquery()
    return select(found.c.id).order_by(_ordered(found.c.id, descending)).limit(limit)


def ends_of(connection: Connection, message_id: int) -> tuple[int, int]:
    """The first and the last id of a message's deliveries; nothing lies between where it has none."""
    values = {"message": message_id, "at_once": micros(AT_ONCE)}
    first, last = connection.exec_driver_sql(_ENDS, values).one()
    return first or 0, last or 0


def _ordered(column: ColumnElement[int], descending: bool) -> ColumnElement[int]:  # noqa: FBT001
    return column.desc() if descending else column.asc()
