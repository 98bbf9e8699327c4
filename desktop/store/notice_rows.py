"""Notices to the office in the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.models.listing import Key, Marks, Order
from desktop.models.notice import Notice, Priority
from desktop.store import keyset
from desktop.store.rows import Rows
from desktop.store.tables import notice

_ORDERS = {"at": notice.c.at}


class NoticeRows(Rows):
    """What My Message Center shows."""

    def add(
        self, subject: str, body: str, priority: Priority = Priority.NORMAL, message_id: int | None = None
    ) -> int:
        """Tell the office something; returns the notice's id."""
        values = {
            "at": self._unit.now,
            "subject": subject,
            "body": body,
            "priority": priority.value,
            "is_read": False,
            "message_id": message_id,
            "search_text": fold(f"{subject} {body}"),
        }
        number: int = self._connection.execute(
            insert(notice).values(values).returning(notice.c.id)
        ).scalar_one()
        self._unit.touch(Subject.NOTICES, ChangeKind.CREATED, number)
        return number

    def by_id(self, ids: Collection[int]) -> dict[int, Notice]:
        """Those of these notices that exist."""
        rows = self._connection.execute(select(notice).where(notice.c.id.in_(list(ids))))
        return {row.id: _notice(row) for row in rows}

    def page(self, order: Order, words: Sequence[str], after: Key | None, limit: int) -> list[Notice]:
        """A page of the list, ordered by ``at``."""
        statement = select(notice).where(*_listed(words))
        column = _ORDERS[order.column]
        return [
            _notice(r)
            for r in keyset.page(self._connection, statement, column, notice.c.id, order, after, limit)
        ]

    def marks(self, order: Order, words: Sequence[str], every: int, check: Callable[[], None]) -> Marks:
        """The count of the list and its marks."""
        return keyset.marks(
            self._connection, notice, _listed(words), _ORDERS[order.column], notice.c.id, order, every, check
        )

    def unread(self) -> int:
        """How many notices nobody has read."""
        return self._connection.execute(
            select(func.count()).select_from(notice).where(~notice.c.is_read)
        ).scalar_one()

    def mark_read(self, ids: Collection[int], *, is_read: bool) -> None:
        """Mark these notices read or unread."""
        self._connection.execute(update(notice).where(notice.c.id.in_(list(ids))).values(is_read=is_read))
        self._unit.touch(Subject.NOTICES, ChangeKind.CHANGED, *ids)


def _listed(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return keyset.contains_all(notice.c.search_text, words)


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.id, row.at, row.subject, row.body, Priority(row.priority), row.is_read, row.message_id)
