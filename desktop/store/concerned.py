"""Which of the broker's messages concern an account: looked for span of time by span of time.

An index by account alone is written all over its length by every batch of a feed, which took more than half of what
storing the batch takes. By span and, within it, by account it grows at its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, select

from desktop.store.broker_tables import SPAN, SPAN_BITS, broker_message, broker_recipient
from desktop.store.chosen import is_chosen

_SPAN: ColumnElement[int] = literal_column(SPAN)
_FEW, _GROWTH = 8, 4


def concerns(connection: Connection, accounts: Collection[int]) -> ColumnElement[bool]:
    """Whether a message concerns one of ``accounts``."""
    found = select(broker_recipient.c.message_id).where(_among(connection, accounts, _spans(connection)))
    return broker_message.c.id.in_(found)


def concerned_by_time(
    connection: Connection, accounts: Collection[int], last: int | None, *, descending: bool
) -> Iterator[Select[tuple[int]]]:
    """Queries for the ids of messages that concern ``accounts``, which come one after the other in time.

    Of the messages beyond the id ``last``, perhaps with some before it; each id comes once.
    """
    spans = _spans(connection)
    if last is not None:
        edge = last >> SPAN_BITS
        spans = (
            range(spans.start, min(spans.stop, edge + 1))
            if descending
            else range(max(spans.start, edge), spans.stop)
        )
    left: Sequence[int] = spans[::-1] if descending else spans
    some = _FEW
    while left:
        found = select(broker_recipient.c.message_id).distinct()
        yield found.where(_among(connection, accounts, left[:some]))
        left, some = left[some:], some * _GROWTH


def _among(connection: Connection, accounts: Collection[int], spans: Sequence[int]) -> ColumnElement[bool]:
    return and_(
        is_chosen(connection, _SPAN, spans), is_chosen(connection, broker_recipient.c.account_id, accounts)
    )


def _spans(connection: Connection) -> range:
    """All spans from the first message to the last."""
    number = broker_message.c.id
    first, last = connection.execute(
        select(
            select(func.min(number)).scalar_subquery(),
            select(func.max(number)).scalar_subquery(),
        )
    ).one()
    return range(0) if first is None else range(first >> SPAN_BITS, (last >> SPAN_BITS) + 1)
