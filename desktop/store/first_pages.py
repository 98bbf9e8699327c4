"""The beginnings of lists as plain SQL, so that a start shows rows before SQLAlchemy is loaded.

Each says again what ``listed`` of its rows says. ``tests/store/test_early.py`` proves them the same;
a list that is not here is simply read a little later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from desktop.models.listing import Order
from desktop.store.records import broker_line, notice_of, sent_line


class FirstPage(NamedTuple):
    """``orders`` names the column behind each order; ``instants`` and ``truths`` are kept as numbers."""

    table: str
    orders: Mapping[str, str]
    record: Callable[[Any], Any]
    instants: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    condition: str = ""
    columns: tuple[str, ...] = ("*",)

    def statement(self, order: Order, limit: int) -> str:
        """The SQL of the first ``limit`` rows."""
        way = "DESC" if order.descending else "ASC"
        column = f"{self.table}.{self.orders[order.column]}"
        where = f" WHERE {self.condition}" if self.condition else ""
        # All of it is written in this file but the limit, which is a number.
        return f"SELECT {', '.join(self.columns)} FROM {self.table}{where} ORDER BY {column} {way}, {self.table}.id {way} LIMIT {limit:d}"  # noqa: S608


BROKER_LINE = (
    "id", "sent_at", "subject", "type", "type_name", "recipients", "channels", "priority", "is_read", "deleted_at",
)  # fmt: skip
"""The columns that a line of Sent By IB is made of."""

FIRST_PAGES: Mapping[str, FirstPage] = {
    "sent": FirstPage(
        "outgoing_message",
        {"sent_at": "sent_at", "subject": "search_text", "recipients": "recipients", "channels": "channels"},
        sent_line,
        instants=("sent_at", "release_at"),
        truths=("only_office_hours",),
        condition="outgoing_message.broker_message_id IS NULL",
    ),
    "broker": FirstPage(
        "broker_message",
        {"at": "id", "subject": "subject", "type": "type_name", "recipients": "recipients"},
        broker_line,
        instants=("sent_at", "deleted_at"),
        truths=("is_read",),
        condition="broker_message.deleted_at IS NULL AND broker_message.held_at IS NULL",
        # Not the bodies, which can be long.
        columns=BROKER_LINE,
    ),
    "notices": FirstPage("notice", {"at": "at"}, notice_of, instants=("at",), truths=("is_read",)),
}
