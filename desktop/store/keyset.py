"""Reads an ordered list page by page by key; a position is never asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, func, select, tuple_

from desktop.models.listing import Key, Marks, Order

_FETCH = 256


def page(
    connection: Connection,
    statement: Select[Any],
    column: ColumnElement[Any],
    row_id: ColumnElement[int],
    order: Order,
    after: Key | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """At most ``limit`` rows of ``statement`` that stand after the key ``after``, in order."""
    if after is not None:
        here, there = tuple_(column, row_id), tuple_(after[0], after[1], types=[column.type, row_id.type])
        statement = statement.where(here < there if order.descending else here > there)
    return connection.execute(statement.order_by(*_ordering(column, row_id, order)).limit(limit)).all()


def marks(
    connection: Connection,
    source: FromClause,
    condition: Sequence[ColumnElement[bool]],
    column: ColumnElement[Any],
    row_id: ColumnElement[int],
    order: Order,
    every: int,
    check: Callable[[], None],
) -> Marks:
    """The number of rows of ``source`` under ``condition`` and the key of each ``every``-th of them.

    Made behind the window: ``check`` is called now and then and may raise Cancelled.
    """
    ordering = _ordering(column, row_id, order)
    numbered = (
        select(
            column.label("value"),
            row_id.label("id"),
            func.row_number().over(order_by=ordering).label("place"),
        )
        .select_from(source)
        .where(and_(True, *condition))
        .subquery()
    )
    statement = (
        select(numbered.c.value, numbered.c.id)
        .where(numbered.c.place % every == 0)
        .order_by(numbered.c.place)
    )
    keys: list[Key] = []
    for part in connection.execute(statement).partitions(_FETCH):
        check()
        keys.extend((row[0], row[1]) for row in part)
    check()
    total = connection.execute(select(func.count()).select_from(source).where(and_(True, *condition)))
    return Marks(total.scalar_one(), every, tuple(keys))


def _ordering(
    column: ColumnElement[Any], row_id: ColumnElement[int], order: Order
) -> tuple[ColumnElement[Any], ColumnElement[int]]:
    return (column.desc(), row_id.desc()) if order.descending else (column.asc(), row_id.asc())


def contains_all(column: ColumnElement[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Conditions that ``column`` contains each of the words somewhere."""
    return [column.contains(word, autoescape=True) for word in words]
