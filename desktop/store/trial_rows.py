"""Test mails: who sent which to what address, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, insert, or_, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.trial_record import TrialLine, TrialRecord, TrialResult
from desktop.store.draft_tables import draft
from desktop.store.history_tables import trial_letter
from desktop.store.listed import Listed
from desktop.store.rows import Rows
from desktop.store.tables import outgoing_message


class TrialRows(Rows):
    """Kept under the uid of the draft, which is that of the message it becomes. Nothing deletes them."""

    def note(self, uid: str, address: str, number: str, subject: str) -> int:
        """Keep that a test mail is about to leave; returns its id."""
        values = {
            "uid": uid,
            "at": self._unit.now,
            "by": self._unit.actor,
            "result": TrialResult.UNKNOWN.value,
        }
        row = insert(trial_letter).values(**values, address=address, number=number, subject=subject)
        found: int = self._connection.execute(row.returning(trial_letter.c.id)).scalar_one()
        self._unit.touch(Subject.TRIALS, ChangeKind.CREATED, found)
        return found

    def conclude(self, trial_id: int, result: TrialResult, words: str) -> None:
        """Keep what came of it."""
        row = update(trial_letter).where(trial_letter.c.id == trial_id)
        self._connection.execute(row.values(result=result.value, words=words))
        self._unit.touch(Subject.TRIALS, ChangeKind.CHANGED, trial_id)

    def of(self, uid: str) -> list[TrialRecord]:
        """The test mails of a draft or message, in order."""
        table = trial_letter
        rows = self._connection.execute(select(table).where(table.c.uid == uid).order_by(table.c.id))
        return [_record(row) for row in rows]

    def listed(self, words: Sequence[str], by: str | None = None) -> Listed[TrialLine]:
        """Test mails that have all the words somewhere, by ``at``; with ``by`` only those of that person."""
        table = trial_letter.c
        living = and_(draft.c.uid == table.uid, draft.c.deleted_at.is_(None))
        joined = trial_letter.outerjoin(outgoing_message, outgoing_message.c.uid == table.uid).outerjoin(
            draft, living
        )
        columns = (
            trial_letter,
            outgoing_message.c.id.label("message_id"),
            draft.c.id.label("draft_id"),
            draft.c.owner,
        )
        conditions = [
            or_(*(column.icontains(word, autoescape=True) for column in _sought(table))) for word in words
        ]
        if by is not None:
            conditions.append(table.by == by)
        return Listed(
            self._connection,
            select(*columns).select_from(joined),
            trial_letter,
            table.id,
            # Ids are given in the order of sending.
            {"at": table.id},
            conditions,
            lambda row: TrialLine(row.id, _record(row), row.message_id, row.draft_id, row.owner),
        )


def _sought(table: Any) -> tuple[Any, ...]:
    return (table.subject, table.address, table.number, table.by)


def _record(row: Any) -> TrialRecord:
    return TrialRecord(
        row.at, row.by, row.address, row.number, row.subject, TrialResult(row.result), row.words
    )
