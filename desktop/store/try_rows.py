"""Each try of a delivery, with time and the server's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, insert, literal, select

from desktop.models.delivery import DeliveryState
from desktop.models.delivery_history import DeliveryTry
from desktop.models.outbox import Outcome
from desktop.store.chosen import chosen_ids
from desktop.store.history_tables import delivery_try
from desktop.store.rows import Rows
from desktop.store.tables import delivery

_COLUMNS = ("delivery_id", "number", "at", "state", "words", "address", "by")


class TryRows(Rows):
    """The tries of deliveries.

    What is delivered at the first try, as nearly all is, has no row here: its own row tells all of it.
    """

    def note(self, outcomes: Sequence[Outcome]) -> None:
        """Keep what these recorded outcomes tell that the delivery's own row will not tell for ever."""
        rows = [
            (o.claim.delivery_id, o.claim.tries, o.state, o.words, o.claim.address)
            for o in outcomes
            if o.state is not DeliveryState.DELIVERED or o.claim.tries > 1
        ]
        self._add(rows)

    def note_lost(self, rows: Iterable[Row[Any]], words: str) -> None:
        """Keep that these deliveries (id, tries, address) became unconfirmed."""
        self._add([(row.id, row.tries, DeliveryState.UNCONFIRMED, words, row.address) for row in rows])

    def note_wishes(self, delivery_ids: Sequence[int]) -> None:
        """Keep that a person had these queued deliveries tried again."""
        moment = literal(self._unit.now, delivery_try.c.at.type)
        wished = (literal(0), moment, literal(DeliveryState.QUEUED.value), literal(""))
        source = select(delivery.c.id, *wished, delivery.c.address, literal(self._unit.actor)).where(
            delivery.c.id.in_(chosen_ids(self._connection, delivery_ids))
        )
        self._connection.execute(insert(delivery_try).from_select(_COLUMNS, source.order_by(delivery.c.id)))

    def of(self, delivery_id: int) -> list[DeliveryTry]:
        """All tries of a delivery and the wishes between them, in their order."""
        table = delivery_try
        rows = self._connection.execute(
            select(table).where(table.c.delivery_id == delivery_id).order_by(table.c.id)
        )
        tries = [_try(row) for row in rows]
        last = self._connection.execute(select(delivery).where(delivery.c.id == delivery_id)).one_or_none()
        untold = not tries or tries[-1].is_wish
        if last is not None and untold and last.state == DeliveryState.DELIVERED:
            tries.append(
                DeliveryTry(last.tries, last.changed_at, DeliveryState.DELIVERED, last.words, last.address)
            )
        return tries

    def _add(self, rows: Sequence[tuple[int, int, DeliveryState, str, str]]) -> None:
        if rows:
            values = [
                (number, tries, self._unit.now, state.value, words, address, "")
                for number, tries, state, words, address in rows
            ]
            self._connection.execute(
                insert(delivery_try), [dict(zip(_COLUMNS, each, strict=True)) for each in values]
            )


def _try(row: Row[Any]) -> DeliveryTry:
    return DeliveryTry(row.number, row.at, DeliveryState(row.state), row.words, row.address, row.by)
