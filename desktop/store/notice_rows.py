"""Notices to the office in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.models.notice import Notice, Priority
from desktop.store.listed import Listed, contains_all
from desktop.store.records import notice_of
from desktop.store.rows import Rows
from desktop.store.tables import notice

FROM_BROKER = "broker"
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

    def add_from_broker(self, at: datetime, subject: str, body: str, priority: Priority) -> int:
        """Put what the broker tells the office among its notices; returns the notice's id."""
        values = {
            "at": at,
            "subject": subject,
            "body": body,
            "priority": priority.value,
            "is_read": False,
            "origin": FROM_BROKER,
            "search_text": fold(f"{subject} {body}"),
        }
        number: int = self._connection.execute(
            insert(notice).values(values).returning(notice.c.id)
        ).scalar_one()
        self._unit.touch(Subject.NOTICES, ChangeKind.CREATED, number)
        return number

    def listed(self, words: Sequence[str]) -> Listed[Notice]:
        """The notices that have all the words, by ``at``."""
        conditions = contains_all(notice.c.search_text, words)
        return Listed(self._connection, select(notice), notice, notice.c.id, _ORDERS, conditions, notice_of)

    def unread(self) -> int:
        """How many notices nobody has read."""
        return self._connection.execute(
            select(func.count()).select_from(notice).where(~notice.c.is_read)
        ).scalar_one()

    def mark_read(self, ids: Collection[int], *, is_read: bool) -> None:
        """Mark these notices read or unread."""
        self._connection.execute(update(notice).where(notice.c.id.in_(list(ids))).values(is_read=is_read))
        self._unit.touch(Subject.NOTICES, ChangeKind.CHANGED, *ids)
