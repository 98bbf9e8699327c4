"""Notices to the office in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.models.notice import FROM_BROKER, FROM_FEED, FROM_STAGING, Notice, Priority
from desktop.store.listed import Listed, contains_all
from desktop.store.records import notice_of
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

    def add_of_staging(self, subject: str, body: str, priority: Priority, held_id: int | None) -> int:
        """Tell the office of one held message, or of several; returns the notice's id."""
        return self._add_of(FROM_STAGING, subject, body, priority, held_id)

    def add_of_refused(self, subject: str, body: str) -> int:
        """Tell the office of lines of the broker's feed that were refused; returns the notice's id."""
        return self._add_of(FROM_FEED, subject, body, Priority.HIGH)

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

    def _add_of(
        self, origin: str, subject: str, body: str, priority: Priority, held_id: int | None = None
    ) -> int:
        number = self.add(subject, body, priority)
        values = {"origin": origin, "held_id": held_id}
        self._connection.execute(update(notice).where(notice.c.id == number).values(values))
        return number

    def listed(self, words: Sequence[str], *, is_unread: bool = False) -> Listed[Notice]:
        """The notices that have all the words, by ``at``; only unread ones where asked."""
        conditions = contains_all(notice.c.search_text, words)
        if is_unread:
            conditions.append(~notice.c.is_read)
        return Listed(self._connection, select(notice), notice, notice.c.id, _ORDERS, conditions, notice_of)

    def unread(self) -> int:
        """How many notices nobody has read."""
        return self._connection.execute(
            select(func.count()).select_from(notice).where(~notice.c.is_read)
        ).scalar_one()

    def unread_by_priority(self) -> dict[Priority, datetime]:
        """The moment of the oldest unread notice of each priority that has one."""
        oldest = select(notice.c.priority, func.min(notice.c.at).label("at")).where(~notice.c.is_read)
        rows = self._connection.execute(oldest.group_by(notice.c.priority))
        return {Priority(row.priority): row.at for row in rows}

    def urgent_since(self, notice_id: int) -> list[Notice]:
        """The unread notices of high priority that came after that one, the newest first."""
        found = select(notice).where(
            ~notice.c.is_read, notice.c.id > notice_id, notice.c.priority == Priority.HIGH.value
        )
        return [notice_of(row) for row in self._connection.execute(found.order_by(notice.c.id.desc()))]

    def newest_id(self) -> int:
        """The id of the notice that came last; 0 while there is none."""
        newest: int | None = self._connection.execute(select(func.max(notice.c.id))).scalar_one()
        return newest or 0

    def mark_read(self, ids: Collection[int], *, is_read: bool) -> None:
        """Mark these notices read or unread."""
        self._connection.execute(update(notice).where(notice.c.id.in_(list(ids))).values(is_read=is_read))
        self._unit.touch(Subject.NOTICES, ChangeKind.CHANGED, *ids)
