"""Reads an ordered list page by page by key; a position is never asked for."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, func, or_, select

from desktop.models.listing import Key, Marks, Order
from desktop.store.chosen import is_chosen

T = TypeVar("T")
_FETCH = 256


class Listed(Generic[T]):
    """Rows under conditions, in one of several orders, each row with an id of its own.

    ``statement`` selects what ``record`` makes a record of; ``source`` is where counting looks.
    """

    def __init__(
        self,
        connection: Connection,
        statement: Select[Any],
        source: FromClause,
        row_id: ColumnElement[int],
        orders: Mapping[str, ColumnElement[Any]],
        conditions: Sequence[ColumnElement[bool]],
        record: Callable[[Row[Any]], T],
    ) -> None:
        self._connection = connection
        self._statement = statement
        self._source = source
        self._row_id = row_id
        self._orders = orders
        self._condition = and_(True, *conditions)
        self._record = record

    def page(self, order: Order, after: Key | None, limit: int) -> list[T]:
        """At most ``limit`` records that stand after the key ``after``, in order."""
        if after is None:
            return self._ordered(order, (), limit)
        column, (value, row_id) = self._orders[order.column], after
        beyond = operator.lt if order.descending else operator.gt
        # Apart, for an index to lead to both: SQLite walks over all equals before a pair of values.
        equal = (column == value, beyond(self._row_id, row_id))
        found = [] if column is self._row_id else self._ordered(order, equal, limit)
        if len(found) < limit:
            found += self._ordered(order, (beyond(column, value),), limit - len(found))
        return found

    def _ordered(self, order: Order, more: Sequence[ColumnElement[bool]], limit: int) -> list[T]:
        statement = self._statement.where(self._condition, *more)
        rows = self._connection.execute(statement.order_by(*self._ordering(order)).limit(limit))
        return [self._record(row) for row in rows]

    def marks(self, order: Order, every: int, ids: Collection[int], check: Callable[[], None]) -> Marks:
        """The whole list measured, and where ``ids`` stand in it.

        Made behind the window: ``check`` is called now and then and may raise Cancelled.
        """
        place = func.row_number().over(order_by=self._ordering(order)).label("place")
        column = self._orders[order.column].label("value")
        numbered = (
            select(column, self._row_id.label("id"), place)
            .select_from(self._source)
            .where(self._condition)
            .subquery()
        )
        wanted = or_(numbered.c.place % every == 0, numbered.c.id.in_(list(ids)))
        statement = select(numbered.c.value, numbered.c.id, numbered.c.place).where(wanted)
        keys: list[Key] = []
        places: dict[int, int] = {}
        asked = set(ids)
        for part in self._connection.execute(statement.order_by(numbered.c.place)).partitions(_FETCH):
            check()
            keys.extend((row.value, row.id) for row in part if row.place % every == 0)
            places.update((row.id, row.place - 1) for row in part if row.id in asked)
        check()
        return Marks(self._total(), tuple(keys), places)

    def rows(self, ids: Collection[int]) -> dict[int, T]:
        """Of these ids the records that are in the list."""
        found = self._statement.add_columns(self._row_id.label("listed_id"))
        chosen = found.where(self._condition, is_chosen(self._connection, self._row_id, ids))
        rows = self._connection.execute(chosen)
        return {row.listed_id: self._record(row) for row in rows}

    def _total(self) -> int:
        count = select(func.count()).select_from(self._source).where(self._condition)
        return self._connection.execute(count).scalar_one()

    def _ordering(self, order: Order) -> tuple[ColumnElement[Any], ColumnElement[int]]:
        column = self._orders[order.column]
        if order.descending:
            return column.desc(), self._row_id.desc()
        return column.asc(), self._row_id.asc()


def contains_all(column: ColumnElement[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Conditions that ``column`` contains each of the words somewhere."""
    return [column.contains(word, autoescape=True) for word in words]
