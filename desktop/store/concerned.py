"""Which of the broker's messages concern an account: looked for span of time by span of time.

An index by account alone is written all over its length by every batch of a feed, which took more than half of what
storing the batch takes. By span and, within it, by account it grows at its end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, literal_column, select

from desktop.store.arrays import numbers
from desktop.store.broker_tables import SPAN, SPAN_BITS, broker_message, broker_recipient
from desktop.store.chosen import is_chosen
from desktop.store.stepwise import stepwise

_SPAN: ColumnElement[int] = literal_column(SPAN)
_SPANS_AT_FIRST, _GROWTH = 16, 4
_ENDS = "SELECT (SELECT min(id) FROM broker_message), (SELECT max(id) FROM broker_message)"
# As the drivers take it: to put it together anew takes longer than to find a page.
_BY_TIME = {
    (is_postgres, descending): f"""
    SELECT DISTINCT message_id FROM broker_recipient
    WHERE {SPAN} {among} AND account_id {among} AND message_id {"<" if descending else ">"} {mark}
    ORDER BY message_id {"DESC" if descending else "ASC"} LIMIT {mark}
    """  # noqa: S608
    for is_postgres, among, mark in (
        (True, "= ANY(%s::bigint[])", "%s"),
        (False, "IN (SELECT value FROM json_each(?))", "?"),
    )
    for descending in (True, False)
}


def concerns(connection: Connection, accounts: Collection[int]) -> ColumnElement[bool]:
    """Whether a message concerns one of ``accounts``."""
    found = select(broker_recipient.c.message_id).where(_among(connection, accounts, _spans(connection)))
    return broker_message.c.id.in_(found)


def concerned_ids(
    connection: Connection, accounts: Collection[int], last: int | None, *, descending: bool
) -> Iterator[int]:
    """The ids beyond ``last`` of messages that concern one of ``accounts``, each once and in order, as they are asked for."""
    is_postgres = connection.dialect.name == "postgresql"
    statement = _BY_TIME[is_postgres, descending]
    listed = numbers(accounts) if is_postgres else json.dumps(list(accounts))
    last = (sys.maxsize if descending else -1) if last is None else last
    for spans in _in_parts(_spans(connection), last >> SPAN_BITS, descending=descending):
        among = numbers(spans) if is_postgres else json.dumps(list(spans))

        def ask(beyond: int | None, step: int, among: str = among) -> Sequence[int]:
            return connection.exec_driver_sql(statement, (among, listed, beyond, step)).scalars().all()

        yield from stepwise(ask, last)


def _in_parts(spans: range, edge: int, *, descending: bool) -> Iterator[range]:
    """The spans up to ``edge``, the newest first, or from there on: some at first and then more at once."""
    left = (
        range(spans.start, min(spans.stop, edge + 1))[::-1]
        if descending
        else range(max(spans.start, edge), spans.stop)
    )
    some = _SPANS_AT_FIRST
    while left:
        yield left[:some]
        left, some = left[some:], some * _GROWTH


def _among(connection: Connection, accounts: Collection[int], spans: Sequence[int]) -> ColumnElement[bool]:
    return and_(
        is_chosen(connection, _SPAN, spans), is_chosen(connection, broker_recipient.c.account_id, accounts)
    )


def _spans(connection: Connection) -> range:
    """All spans from the first message to the last."""
    first, last = connection.exec_driver_sql(_ENDS).one()
    return range(0) if first is None else range(first >> SPAN_BITS, (last >> SPAN_BITS) + 1)
