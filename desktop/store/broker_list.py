"""Sent By IB as a list, newest first without counting, however many messages there are.

The words of a filter are looked for in subject, type and body, and in number and title of the accounts
that a message concerns. Each place gives ids in the order of the list, which are merged.
"""

from __future__ import annotations

import heapq
import itertools
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, or_, select, text

from desktop.models.broker_filter import BrokerFilter
from desktop.models.broker_message import BrokerLine
from desktop.models.earlier_searches import Block, EarlierSearches, Search
from desktop.models.listing import Key, Marks, Order
from desktop.models.message_order import first_id
from desktop.store.block_words import BlockWords
from desktop.store.broker_tables import broker_message, broker_unindexed
from desktop.store.chosen import is_chosen
from desktop.store.concerned import concerned_ids, concerns
from desktop.store.first_pages import BROKER_LINE
from desktop.store.listed import Listed, contains_all
from desktop.store.records import broker_line
from desktop.store.stepwise import LONGEST_STEP, stepwise
from desktop.store.tables import account

_ID = broker_message.c.id
_ORDERS = {
    "at": _ID,
    "subject": broker_message.c.subject,
    "type": broker_message.c.type_name,
    "recipients": broker_message.c.recipients,
}
_LINE = select(*(broker_message.c[name] for name in BROKER_LINE))
_MOST_ACCOUNTS = 500


@dataclass(slots=True)
class _Said:
    """The ids of messages that say the words, down to ``edge``; all of them where None."""

    ids: list[int] = field(default_factory=list)
    edge: int | None = sys.maxsize


class BrokerList:
    """The messages under a filter. Under words and in another order than that of time all hits are gathered."""

    def __init__(self, connection: Connection, narrowed: BrokerFilter, earlier: EarlierSearches) -> None:
        self._connection = connection
        self._earlier = earlier
        self._terms = narrowed.terms
        self._is_plain = narrowed == BrokerFilter(narrowed.text, in_trash=narrowed.in_trash)
        self._conditions = _conditions(connection, narrowed)
        self._accounts = self._matched_accounts() if self._terms else []

    def page(self, order: Order, after: Key | None, limit: int) -> list[BrokerLine]:
        """At most ``limit`` messages that stand after the key ``after``, in order."""
        if not self._terms or order.column != "at":
            return self._listed(self._counted()).page(order, after, limit)
        last = None if after is None else int(after[-1])
        said = _Said()
        ids = self._worded(last, descending=order.descending)
        places = [self._saying(ids, max(limit, 1), said)]
        if self._accounts:
            places.append(self._concerned(last, max(limit, 1), descending=order.descending))
        merged = heapq.merge(*places, key=lambda line: line.id, reverse=order.descending)
        lines = list(itertools.islice(_without_repeats(merged), limit))
        if last is None and order.descending and self._is_plain:
            blocks = frozenset(self._words.blocks)
            self._earlier.keep(Search(self._terms, blocks, tuple(said.ids), said.edge))
        return lines

    def marks(self, order: Order, every: int, ids: Collection[int], check: Callable[[], None]) -> Marks:
        """The whole list measured (see ``Listed.marks``)."""
        return self._listed(self._counted()).marks(order, every, ids, check)

    def rows(self, ids: Collection[int]) -> dict[int, BrokerLine]:
        """Of these ids the messages that are in the list."""
        return self._listed([self._says_it()] if self._terms else []).rows(ids)

    def _listed(self, more: Sequence[ColumnElement[bool]]) -> Listed[BrokerLine]:
        conditions = [*self._conditions, *more]
        return Listed(self._connection, _LINE, broker_message, _ID, _ORDERS, conditions, broker_line)

    def _worded(self, last: int | None, *, descending: bool) -> Iterator[int]:
        """The ids beyond ``last`` of all messages that may have the words in themselves, in order."""
        ways = [self._waiting(last, descending=descending)]
        known = self._earlier.narrowed_to(self._terms) if descending else None
        if known is None:
            ways.append(self._words.hits(last, descending=descending))
        else:
            blocks = frozenset(self._words.blocks)
            ways.append(self._words.hits(last, descending=True, blocks=blocks - known.blocks))
            ways.append(self._known_first(known, last, blocks & known.blocks))
        return _each_once(heapq.merge(*ways, reverse=descending))

    def _known_first(self, known: Search, last: int | None, blocks: Collection[Block]) -> Iterator[int]:
        """What was found before, and where it ended only then what the index has."""
        yield from (each for each in known.ids if last is None or each < last)
        if known.edge is not None:
            edge = known.edge if last is None else min(last, known.edge)
            yield from self._words.hits(edge, descending=True, blocks=blocks)

    def _concerned(self, last: int | None, step: int, *, descending: bool) -> Iterator[BrokerLine]:
        """The messages beyond ``last`` that concern one of the accounts."""
        ids = concerned_ids(self._connection, self._accounts, last, descending=descending)
        for some in _growing(ids, step):
            lines = self._listed([]).rows(some)
            yield from (lines[each] for each in some if each in lines)

    def _waiting(self, last: int | None, *, descending: bool) -> Iterator[int]:
        """The ids of messages that say the words and that no index knows yet."""
        number = broker_unindexed.c.message_id
        if self._connection.dialect.name == "postgresql":
            # A great feed leaves many empty pages behind few rows, and a server would walk over all of them
            # to sort these few, although they stand in order in their index.
            self._connection.execute(text("SET LOCAL enable_sort = off"))
        # Asked row by row: joined, they might be read in the order of all messages.
        words = select(broker_message.c.search_text).where(number == _ID).scalar_subquery()
        found = select(number).where(*contains_all(words, self._terms))
        found = found.order_by(number.desc() if descending else number)

        def ask(last: int | None, step: int) -> Sequence[int]:
            beyond = [] if last is None else [number < last if descending else number > last]
            return self._connection.execute(found.where(*beyond).limit(step)).scalars().all()

        yield from stepwise(ask, last)

    def _saying(self, ids: Iterator[int], step: int, said: _Said) -> Iterator[BrokerLine]:
        """The messages of the list that say the words, read as far as they are asked for, ``step`` at first."""
        for some in _growing(ids, step):
            rows = self._rows_saying(some)
            said.ids += (each for each in some if each in rows)
            said.edge = some[-1]
            yield from (broker_line(rows[each]) for each in some if each in rows and rows[each].is_listed)
        said.edge = None

    def _rows_saying(self, ids: Collection[int]) -> dict[int, Row[Any]]:
        """Of these ids the messages that say the words; where no more is asked, those of no list too."""
        conditions = [*contains_all(broker_message.c.search_text, self._terms)]
        if not self._is_plain:
            conditions += self._conditions
        flagged = _LINE.add_columns(and_(*self._conditions).label("is_listed"))
        found = flagged.where(*conditions, is_chosen(self._connection, _ID, ids))
        return {row.id: row for row in self._connection.execute(found).all()}

    def _counted(self) -> list[ColumnElement[bool]]:
        """What holds for the whole list where words are sought: the same hits, all at once."""
        if not self._terms:
            return []
        known = self._words.chosen()
        if known is None:
            return [self._says_it()]
        maybe = or_(_ID.in_(known), _ID.in_(select(broker_unindexed.c.message_id)))
        said = and_(maybe, *contains_all(broker_message.c.search_text, self._terms))
        return [or_(said, self._concerns())]

    def _says_it(self) -> ColumnElement[bool]:
        """The same without an index: for messages that are known by their ids, or where there is none."""
        return or_(and_(*contains_all(broker_message.c.search_text, self._terms)), self._concerns())

    def _concerns(self) -> ColumnElement[bool]:
        return concerns(self._connection, self._accounts) if self._accounts else false()

    @cached_property
    def _words(self) -> BlockWords:
        """What the index knows of the terms."""
        return BlockWords(self._connection, self._terms, self._earlier)

    def _matched_accounts(self) -> list[int]:
        """The accounts that have all the words; none where there are too many for the words to be about one."""
        found = select(account.c.id).where(*contains_all(account.c.search_text, self._terms))
        ids = list(self._connection.execute(found.limit(_MOST_ACCOUNTS + 1)).scalars())
        return ids if len(ids) <= _MOST_ACCOUNTS else []


def _growing(ids: Iterator[int], step: int) -> Iterator[list[int]]:
    # Most of what is found is wanted, so that a few more are often enough.
    for size in itertools.chain([step, step], _steps(step * 4)):
        some = list(itertools.islice(ids, size))
        if some:
            yield some
        if len(some) < size:
            return


def _steps(step: int) -> Iterator[int]:
    while True:
        yield min(step, LONGEST_STEP)
        step *= 4


def _each_once(ids: Iterator[int]) -> Iterator[int]:
    return (each for each, _ in itertools.groupby(ids))


def _without_repeats(lines: Iterator[BrokerLine]) -> Iterator[BrokerLine]:
    last = -1
    for line in lines:
        if line.id != last:
            yield line
        last = line.id


def _conditions(connection: Connection, narrowed: BrokerFilter) -> list[ColumnElement[bool]]:
    deleted = broker_message.c.deleted_at
    conditions: list[ColumnElement[bool]] = [
        deleted.is_not(None) if narrowed.in_trash else deleted.is_(None),
        broker_message.c.held_at.is_(None),
    ]
    if narrowed.type:
        conditions.append(broker_message.c.type == narrowed.type)
    if narrowed.channel is not None:
        conditions.append(broker_message.c.channels.contains(narrowed.channel.value))
    if narrowed.since is not None:
        conditions.append(first_id(narrowed.since) <= _ID)
    if narrowed.until is not None:
        conditions.append(first_id(narrowed.until) > _ID)
    if narrowed.is_unread:
        conditions.append(~broker_message.c.is_read)
    if narrowed.account_id:
        conditions.append(concerns(connection, [narrowed.account_id]))
    return conditions
