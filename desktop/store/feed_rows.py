"""What the feed reads and writes, in batches of plain rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import text

from desktop.models.body_format import BodyFormat
from desktop.models.change import ChangeKind, Subject
from desktop.models.feed import FeedMessage
from desktop.models.message_order import MOST_A_SECOND, end_id, first_id
from desktop.models.notice import Priority
from desktop.store.broker_tables import broker_message, broker_recipient, broker_unindexed, feed_record
from desktop.store.bulk import insert_columns, insert_rows
from desktop.store.instants import micros
from desktop.store.rows import Rows

_RECIPIENT = ("message_id", "account_id", "title", "filled")
_WORD = {each: each.value for kind in (Priority, BodyFormat) for each in kind}
_LOCK = text("SELECT pg_advisory_xact_lock(7302952)")


class NewMessage(NamedTuple):
    """A message ready to be stored: its ``body`` made safe, ``original`` as it came where that differs.

    ``accounts`` are the id and title of each of its recipients, in their order. One that ``is_held`` is not
    among what was sent yet.
    """

    message: FeedMessage
    body: str
    original: str
    search_text: str
    accounts: Sequence[tuple[int, str]]
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that was taken earlier: ``print`` of its line, and the row made of it."""

    kind: str
    print: bytes
    target: int


class FeedRows(Rows):
    """Records of the feed. ``begin`` comes before all else that writes."""

    def begin(self) -> None:
        """Let nobody else take records until the transaction ends: numbers are given out in turn."""
        if self._unit.is_postgres:
            self._connection.execute(_LOCK)

    def known(self, ids: Collection[str]) -> dict[str, KnownRecord]:
        """Those of the broker's ids that were taken earlier."""
        found = self._among("id, kind, print, target", "feed_record", "id", ids)
        return {row[0]: KnownRecord(row[1], bytes(row[2]), row[3]) for row in found}

    def accounts(self, numbers: Collection[str]) -> dict[str, tuple[int, str]]:
        """Id and title of the known ones among these account numbers."""
        found = self._among("number, id, title", "account", "number", numbers)
        return {row[0]: (row[1], row[2]) for row in found}

    def add_messages(self, new: Sequence[NewMessage], meanwhile: Callable[[], object] = int) -> list[int]:
        """Store messages with their recipients; returns their ids. Raises OverflowError for too many a second.

        ``meanwhile`` is told before the rows are written, which leaves Python free for other threads.
        """
        if not new:
            return []
        # In the order of their moments, so that each index grows at its end.
        order = sorted(range(len(new)), key=lambda place: new[place].message.sent_at)
        ids = [0] * len(new)
        for place, number in zip(order, self._numbers([new[place] for place in order]), strict=True):
            ids[place] = number
        ordered = [(ids[place], new[place]) for place in order]
        now = micros(self._unit.now)
        messages = _message_columns(ordered, now)
        recipients = _recipient_columns(ordered)
        meanwhile()
        insert_columns(self._connection, broker_message, tuple(messages), tuple(messages.values()))
        insert_columns(self._connection, broker_recipient, _RECIPIENT, recipients)
        insert_rows(self._connection, broker_unindexed, ("message_id",), [(number,) for number, _ in ordered])
        self._name_types({each.message.type: each.message.type_name for _, each in ordered})
        sent = [number for number, each in ordered if not each.is_held]
        if sent:
            self._unit.touch(Subject.BROKER_MESSAGES, ChangeKind.CREATED, *sent)
        return ids

    def remember(self, records: Sequence[tuple[str, str, bytes, int]]) -> None:
        """Know these records from now on: the broker's id, kind, print and the row made of it."""
        insert_rows(self._connection, feed_record, ("id", "kind", "print", "target"), list(records))

    def _numbers(self, new: Sequence[NewMessage]) -> list[int]:
        """An id for each, behind those that the same second has already."""
        seconds = [first_id(each.message.sent_at) for each in new]
        following = self._next_in(set(seconds))
        numbers = []
        for second in seconds:
            number = following[second]
            if number - second > MOST_A_SECOND:
                raise OverflowError
            numbers.append(number)
            following[second] = number + 1
        return numbers

    def _next_in(self, seconds: Collection[int]) -> dict[int, int]:
        """For each second, by its first id, the id that is still free in it."""
        following = {one: one for one in seconds}
        newest = self._connection.exec_driver_sql("SELECT max(id) FROM broker_message").scalar() or 0
        # A feed goes on behind what came before: then there is little to be looked for.
        asked = [one for one in following if one <= newest]
        last = f"SELECT max(id) FROM broker_message WHERE id >= one AND id < one + {end_id(0)}"  # noqa: S608
        if self._unit.is_postgres:
            listed: Any = asked
            statement = f"SELECT one, ({last}) FROM unnest(%s::bigint[]) AS one"  # noqa: S608
        else:
            listed = json.dumps(asked)
            statement = f"SELECT one, ({last}) FROM (SELECT value AS one FROM json_each(?))"  # noqa: S608
        found = self._connection.exec_driver_sql(statement, (listed,))
        following.update((one, last + 1) for one, last in found if last is not None)
        return following

    def _name_types(self, names: dict[str, str]) -> None:
        mark = "%s" if self._unit.is_postgres else "?"
        statement = (
            f"INSERT INTO broker_type (type, name) VALUES ({mark}, {mark})"  # noqa: S608
            " ON CONFLICT (type) DO UPDATE SET name = excluded.name WHERE broker_type.name <> excluded.name"
        )
        self._connection.exec_driver_sql(statement, sorted(names.items()))

    def _among(self, columns: str, table: str, key: str, values: Collection[str]) -> Sequence[Any]:
        """The rows whose ``key`` is among ``values``: one bound value, however many there are."""
        if not values:
            return []
        if self._unit.is_postgres:
            statement = f"SELECT {columns} FROM {table} WHERE {key} = ANY(%s)"  # noqa: S608
            return self._connection.exec_driver_sql(statement, (list(values),)).fetchall()
        statement = f"SELECT {columns} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))"  # noqa: S608
        return self._connection.exec_driver_sql(statement, (json.dumps(list(values)),)).fetchall()


def _recipient_columns(new: Sequence[tuple[int, NewMessage]]) -> tuple[Sequence[Any], ...]:
    """The columns of all recipients of numbered messages. There are ten times as many: nothing is made for each."""
    counts = [len(each.accounts) for _, each in new]
    if counts != [len(each.message.values) for _, each in new]:
        raise ValueError(counts)
    numbers = [*chain.from_iterable(map(repeat, [number for number, _ in new], counts))]
    accounts = [*chain.from_iterable(each.accounts for _, each in new)]
    filled = [*chain.from_iterable(each.message.values for _, each in new)]
    return numbers, [*map(itemgetter(0), accounts)], [*map(itemgetter(1), accounts)], filled


@lru_cache(maxsize=256)
def _as_json(names: tuple[str, ...]) -> str:
    return json.dumps(names)


def _message_columns(new: Sequence[tuple[int, NewMessage]], now: int) -> dict[str, Sequence[Any]]:
    """The columns of numbered messages, by name."""
    messages, same = [each.message for _, each in new], [now] * len(new)
    return {
        "id": [number for number, _ in new],
        "broker_id": [each.id for each in messages],
        "type": [each.type for each in messages],
        "type_name": [each.type_name for each in messages],
        "priority": [_WORD[each.priority] for each in messages],
        "sent_at": [micros(each.sent_at) for each in messages],
        "received_at": same,
        "deliver_at": [each.deliver_at and micros(each.deliver_at) for each in messages],
        "subject": [each.subject for each in messages],
        "body": [each.body for _, each in new],
        "format": [_WORD[each.format] for each in messages],
        "original": [each.original for _, each in new],
        "channels": [each.channels for each in messages],
        "recipients": [len(each.accounts) for each in messages],
        "value_names": [_as_json(each.names) for each in messages],
        "is_read": [False] * len(new),
        "search_text": [each.search_text for _, each in new],
        "held_at": [now if each.is_held else None for _, each in new],
    }
