"""Finds and skips, in a message that was just put out, the recipients who lack a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, or_, select, update

from desktop.models.delivery import DeliveryState, SkipReason
from desktop.store.chosen import chosen_ids
from desktop.store.delivery_states import is_queued
from desktop.store.message_counters import Moves
from desktop.store.rows import Rows
from desktop.store.tables import delivery, recipient

_FETCH = 2_000
# Comparing costs a fifth of trimming, and the few too many are looked at anyway.
_VISIBLE = ("!", "~~")


class MissingRows(Rows):
    """The recipients of one message, as it saw them."""

    def blank(
        self, message_id: int, blank: Iterable[str], columns: Sequence[str]
    ) -> Iterator[Sequence[Row[Any]]]:
        """Id and ``columns`` of the recipients for whom one of ``blank`` may hold nothing, in parts.

        These are all that do not begin with a visible letter of ASCII. Without any column named in
        ``blank``: all recipients.
        """
        looked_at = [self._by_bytes(recipient.c[name]) for name in blank]
        empty = [or_(column < _VISIBLE[0], column > _VISIBLE[1]) for column in looked_at]
        statement = (
            select(recipient.c.id, *(recipient.c[name] for name in columns))
            .where(recipient.c.message_id == message_id, *([or_(*empty)] if empty else []))
            .order_by(recipient.c.id)
        )
        result = self._connection.execute(statement.execution_options(yield_per=_FETCH))
        yield from result.partitions()

    def skip(self, message_id: int, recipients: Iterable[int], keyword: str) -> None:
        """Send nothing to these recipients, because they have no value for ``keyword``."""
        changed = self._connection.execute(
            update(delivery)
            .where(
                delivery.c.message_id == message_id,
                delivery.c.recipient_id.in_(chosen_ids(self._connection, recipients)),
                is_queued(),
            )
            .values(
                state=DeliveryState.SKIPPED.value,
                skip_reason=SkipReason.MISSING_VALUE.value,
                words=keyword,
                changed_at=self._unit.now,
            )
        ).rowcount
        self._unit.counters.move(Moves({(message_id, DeliveryState.QUEUED, DeliveryState.SKIPPED): changed}))

    def _by_bytes(self, column: Column[str]) -> ColumnElement[str]:
        """``column`` as it is compared by its bytes, as SQLite does by itself."""
        return column.collate("C") if self._unit.is_postgres else column
