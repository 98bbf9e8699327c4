"""What the feed reads and writes, in batches of plain rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from desktop.models.change import ChangeKind, Subject
from desktop.models.feed import FeedMessage
from desktop.models.message_order import MOST_A_SECOND, end_id, first_id
from desktop.store.broker_tables import broker_message, broker_recipient, broker_unindexed, feed_record
from desktop.store.bulk import Values, insert_rows
from desktop.store.instants import micros
from desktop.store.rows import Rows

_MESSAGE = (
    "id", "broker_id", "type", "type_name", "priority", "sent_at", "received_at", "deliver_at", "subject", "body",
    "format", "original", "channels", "recipients", "value_names", "is_read", "search_text",
)  # fmt: skip
_RECIPIENT = ("message_id", "account_id", "title", "filled")
_LOCK = text("SELECT pg_advisory_xact_lock(7302952)")


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message ready to be stored: its ``body`` made safe, ``original`` as it came where that differs.

    ``accounts`` are the id and title of each of its recipients, in their order.
    """

    message: FeedMessage
    body: str
    original: str
    search_text: str
    accounts: Sequence[tuple[int, str]]


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
        messages = [_message_row(number, each, now) for number, each in ordered]
        recipients = [
            (number, account, title, filled)
            for number, each in ordered
            for (account, title), filled in zip(each.accounts, each.message.values, strict=True)
        ]
        meanwhile()
        insert_rows(self._connection, broker_message, _MESSAGE, messages)
        insert_rows(self._connection, broker_recipient, _RECIPIENT, recipients)
        insert_rows(self._connection, broker_unindexed, ("message_id",), [(number,) for number, _ in ordered])
        self._name_types({each.message.type: each.message.type_name for _, each in ordered})
        self._unit.touch(Subject.BROKER_MESSAGES, ChangeKind.CREATED, *ids)
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
        newest = f"SELECT max(id) FROM broker_message WHERE id >= one AND id < one + {end_id(0)}"  # noqa: S608
        if self._unit.is_postgres:
            listed: Any = list(seconds)
            statement = f"SELECT one, ({newest}) FROM unnest(%s::bigint[]) AS one"  # noqa: S608
        else:
            listed = json.dumps(list(seconds))
            statement = f"SELECT one, ({newest}) FROM (SELECT value AS one FROM json_each(?))"  # noqa: S608
        found = self._connection.exec_driver_sql(statement, (listed,))
        return {one: one if last is None else last + 1 for one, last in found}

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


def _message_row(number: int, new: NewMessage, now: int) -> Values:
    message = new.message
    return (
        number,
        message.id,
        message.type,
        message.type_name,
        message.priority.value,
        micros(message.sent_at),
        now,
        None if message.deliver_at is None else micros(message.deliver_at),
        message.subject,
        new.body,
        message.format.value,
        new.original,
        message.channels,
        len(message.accounts),
        json.dumps(message.names),
        False,
        new.search_text,
    )
