"""Inquiries to the broker and their threads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, text, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.feed import FeedReply
from desktop.models.folding import fold
from desktop.models.inquiry import (
    Inquiry,
    InquiryEntry,
    InquiryFile,
    InquiryStatus,
    InquiryStep,
    WaitingEntry,
    after,
)
from desktop.store.broker_tables import broker_message
from desktop.store.inquiry_tables import inquiry, inquiry_entry, stray_reply
from desktop.store.listed import Listed, contains_all
from desktop.store.rows import Rows

# Open ones first, then the newest: one order, one index.
_ORDERS = {"at": inquiry.c.changed_at, "number": inquiry.c.number}
_LATEST = 200
_GO_ON = (InquiryStep.ADDED.value, InquiryStep.REOPENED.value)
# Held to the end of the transaction: two programs that read the same highest number would both go on from it.
_LOCK_NUMBERS = text("SELECT pg_advisory_xact_lock(7302953)")


class InquiryRows(Rows):
    """Each inquiry under its reference number; a change compares the version it goes on from."""

    def add(
        self,
        number: str,
        subject: str,
        body: str,
        files: Sequence[InquiryFile],
        message_id: int | None,
        uid: str = "",
    ) -> int:
        """Open an inquiry; returns its id. Answers that came before it are joined to it."""
        values = {
            "version": 1,
            "number": number,
            "uid": uid or None,
            "subject": subject,
            "status": InquiryStatus.NEW,
            "is_open": True,
            "is_read": True,
            "message_id": message_id,
            "opened_by": self._unit.actor,
            "opened_at": self._unit.now,
            "changed_at": self._unit.now,
            "search_text": fold(f"{number} {subject} {body}"),
        }
        inquiry_id: int = self._connection.execute(
            insert(inquiry).values(values).returning(inquiry.c.id)
        ).scalar_one()
        self._add_entry(inquiry_id, self._unit.now, self._unit.actor, body, files, InquiryStep.OPENED)
        self._join_strays(number)
        self._unit.touch(Subject.INQUIRIES, ChangeKind.CREATED, inquiry_id)
        return inquiry_id

    def next_number(self, prefix: str) -> str:
        """The reference number behind the highest that begins with ``prefix``, as ``2026-`` does.

        It is nobody else's until the transaction ends. A number to which an answer is kept is left out:
        that answer was given to another question.
        """
        if self._unit.is_postgres:
            self._connection.execute(_LOCK_NUMBERS)
        column = inquiry.c.number
        newest = select(column).where(column.startswith(prefix, autoescape=True))
        # The longer one is the higher one, whatever the order of the store's letters.
        newest = newest.order_by(func.length(column).desc(), column.desc()).limit(1)
        last = self._connection.execute(newest).scalar()
        count = int(last.removeprefix(prefix)) if last else 0
        while True:
            count += 1
            number = f"{prefix}{count:06d}"
            strays = select(func.count()).where(stray_reply.c.number == number)
            if not self._connection.execute(strays).scalar_one():
                return number

    def step(
        self, inquiry_id: int, version: int, step: InquiryStep, body: str, files: Sequence[InquiryFile]
    ) -> bool:
        """Let a user do ``step``; False where the inquiry has changed since ``version`` or does not allow it."""
        held = select(inquiry).where(inquiry.c.id == inquiry_id).with_for_update()
        found = self._connection.execute(held).first()
        status = None if found is None else after(InquiryStatus(found.status), step)
        if found is None or found.version != version or status is None:
            return False
        return self._move(found, status, self._unit.actor, body, files, step)

    def answer(self, reply: FeedReply) -> int | None:
        """Add the broker's answer to its inquiry; returns the entry's id, None where the number is unknown."""
        # Held, so that the answer is not lost to a step that a user is just taking.
        held = select(inquiry).where(inquiry.c.number == reply.inquiry).with_for_update()
        found = self._connection.execute(held).first()
        if found is None:
            return None
        closes = reply.closes and not self._went_on_after(found.id, reply.sent_at)
        step = InquiryStep.ANSWERED_AND_CLOSED if closes else InquiryStep.ANSWERED
        status = after(InquiryStatus(found.status), step)
        self._move(found, status or InquiryStatus(found.status), "", reply.body, (), step, at=reply.sent_at)
        newest = select(func.max(inquiry_entry.c.id)).where(inquiry_entry.c.inquiry_id == found.id)
        entry_id: int = self._connection.execute(newest).scalar_one()
        return entry_id

    def keep_stray(self, reply: FeedReply) -> int:
        """Keep an answer whose inquiry is not known; returns its row."""
        values = {"number": reply.inquiry, "at": reply.sent_at, "body": reply.body, "closes": reply.closes}
        kept = insert(stray_reply).values(values).returning(stray_reply.c.id)
        row: int = self._connection.execute(kept).scalar_one()
        return row

    def get(self, inquiry_id: int) -> Inquiry | None:
        """The inquiry, if it is there."""
        row = self._connection.execute(select(inquiry).where(inquiry.c.id == inquiry_id)).first()
        return None if row is None else _inquiry(row)

    def of_uid(self, uid: str) -> Inquiry | None:
        """The inquiry that a form has submitted under this uid, if it has. After ``next_number`` nobody else adds it."""
        row = self._connection.execute(select(inquiry).where(inquiry.c.uid == uid)).first() if uid else None
        return None if row is None else _inquiry(row)

    def thread(self, inquiry_id: int) -> list[InquiryEntry]:
        """Its entries, oldest first."""
        found = select(inquiry_entry).where(inquiry_entry.c.inquiry_id == inquiry_id)
        rows = self._connection.execute(found.order_by(inquiry_entry.c.at, inquiry_entry.c.id))
        return [_entry(row) for row in rows]

    def about(self, message_id: int) -> list[Inquiry]:
        """The inquiries about a broker message, newest first."""
        found = select(inquiry).where(inquiry.c.message_id == message_id).order_by(inquiry.c.id.desc())
        return [_inquiry(row) for row in self._connection.execute(found)]

    def mark_read(self, inquiry_id: int, version: int, *, is_read: bool) -> None:
        """Whether the broker's latest answer has been read; nothing where there is a later one than ``version``."""
        found = update(inquiry).where(
            inquiry.c.id == inquiry_id, inquiry.c.version == version, inquiry.c.is_read != is_read
        )
        if self._connection.execute(found.values(is_read=is_read)).rowcount:
            self._unit.touch(Subject.INQUIRIES, ChangeKind.CHANGED, inquiry_id)

    def unread(self) -> int:
        """How many have an answer that nobody has read."""
        return self._connection.execute(
            select(func.count()).select_from(inquiry).where(~inquiry.c.is_read)
        ).scalar_one()

    def next_waiting(self, after_id: int) -> WaitingEntry | None:
        """The first entry behind ``after_id`` that the broker's side has still to get, held for this transaction.

        One that another program is just handing over is left to it.
        """
        found = (
            select(inquiry_entry, inquiry.c.number, inquiry.c.subject, broker_message.c.broker_id)
            .join(inquiry, inquiry.c.id == inquiry_entry.c.inquiry_id)
            .outerjoin(broker_message, broker_message.c.id == inquiry.c.message_id)
            .where(inquiry_entry.c.handed_at.is_(None), inquiry_entry.c.id > after_id)
            .order_by(inquiry_entry.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=inquiry_entry)
        )
        row = self._connection.execute(found).first()
        if row is None:
            return None
        return WaitingEntry(row.inquiry_id, row.number, row.subject, row.broker_id or "", _entry(row))

    def mark_handed(self, inquiry_id: int, entry_id: int) -> None:
        """The broker's side has the entry."""
        handed = update(inquiry_entry).where(inquiry_entry.c.id == entry_id)
        self._connection.execute(handed.values(handed_at=self._unit.now))
        self._unit.touch(Subject.INQUIRIES, ChangeKind.CHANGED, inquiry_id)

    def waiting(self) -> int:
        """How many entries the broker's side has still to get."""
        count = select(func.count()).where(inquiry_entry.c.handed_at.is_(None))
        return self._connection.execute(count).scalar_one()

    def listed(self, words: Sequence[str], *, is_open: bool | None = None) -> Listed[Inquiry]:
        """Those that have all the words; only open or only ended ones where asked."""
        conditions = contains_all(inquiry.c.search_text, words)
        if is_open is not None:
            conditions.append(inquiry.c.is_open == is_open)
        statement: Select[Any] = select(inquiry)
        return Listed(self._connection, statement, inquiry, inquiry.c.id, _ORDERS, conditions, _inquiry)

    def _move(
        self,
        found: Any,
        status: InquiryStatus,
        by: str,
        body: str,
        files: Sequence[InquiryFile],
        step: InquiryStep,
        *,
        at: Any = None,
    ) -> bool:
        values: dict[str, Any] = {
            "version": found.version + 1,
            "status": status,
            "is_open": status.is_open,
            "is_read": bool(by),
            "changed_at": self._unit.now,
            "search_text": f"{found.search_text} {fold(body)}".strip(),
        }
        if not by and self._is_latest(found.id, at):
            values["latest"] = " ".join(body.split())[:_LATEST]
        at_version = update(inquiry).where(inquiry.c.id == found.id, inquiry.c.version == found.version)
        if self._connection.execute(at_version.values(values)).rowcount != 1:
            return False
        self._add_entry(found.id, at or self._unit.now, by, body, files, step)
        self._unit.touch(Subject.INQUIRIES, ChangeKind.CHANGED, found.id)
        return True

    def _is_latest(self, inquiry_id: int, at: Any) -> bool:
        """Whether no answer is younger: they may come in another order than they were given in."""
        newest = select(func.max(inquiry_entry.c.at)).where(
            inquiry_entry.c.inquiry_id == inquiry_id, inquiry_entry.c.by == ""
        )
        last = self._connection.execute(newest).scalar_one()
        return last is None or last <= at

    def _add_entry(
        self, inquiry_id: int, at: Any, by: str, body: str, files: Sequence[InquiryFile], step: InquiryStep
    ) -> None:
        kept = json.dumps([[each.name, each.digest, each.size] for each in files]) if files else ""
        values = {
            "inquiry_id": inquiry_id,
            "at": at,
            "by": by,
            "body": body,
            "files": kept,
            "step": step,
            "handed_at": None if by else at,
        }
        self._connection.execute(insert(inquiry_entry).values(values))

    def _went_on_after(self, inquiry_id: int, moment: datetime) -> bool:
        """Whether the office has asked on since: who closed it then had not read that."""
        entry = inquiry_entry.c
        later = select(entry.id).where(
            entry.inquiry_id == inquiry_id, entry.at > moment, entry.step.in_(_GO_ON)
        )
        return self._connection.execute(later.limit(1)).first() is not None

    def _join_strays(self, number: str) -> None:
        found = select(stray_reply).where(stray_reply.c.number == number).order_by(stray_reply.c.id)
        for row in self._connection.execute(found).fetchall():
            self.answer(FeedReply("", number, row.at, row.closes, row.body))
            self._connection.execute(delete(stray_reply).where(stray_reply.c.id == row.id))


def _inquiry(row: Any) -> Inquiry:
    return Inquiry(
        row.id,
        row.version,
        row.number,
        row.subject,
        InquiryStatus(row.status),
        row.message_id,
        row.opened_by,
        row.opened_at,
        row.changed_at,
        row.latest,
        row.is_read,
    )


def _entry(row: Any) -> InquiryEntry:
    return InquiryEntry(
        row.id,
        row.at,
        row.by,
        row.body,
        _files(row.files),
        InquiryStep(row.step),
        is_handed=row.handed_at is not None,
    )


def _files(kept: str) -> tuple[InquiryFile, ...]:
    return tuple(InquiryFile(*each) for each in json.loads(kept)) if kept else ()
