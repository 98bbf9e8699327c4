"""Test mails: who sent which to what address, and what came of it."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from desktop.models.trial_record import TrialRecord, TrialResult
from desktop.store.history_tables import trial_letter
from desktop.store.rows import Rows


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
        return found

    def conclude(self, trial_id: int, result: TrialResult, words: str) -> None:
        """Keep what came of it."""
        row = update(trial_letter).where(trial_letter.c.id == trial_id)
        self._connection.execute(row.values(result=result.value, words=words))

    def of(self, uid: str) -> list[TrialRecord]:
        """The test mails of a draft or message, in order."""
        table = trial_letter
        rows = self._connection.execute(select(table).where(table.c.uid == uid).order_by(table.c.id))
        return [
            TrialRecord(
                row.at, row.by, row.address, row.number, row.subject, TrialResult(row.result), row.words
            )
            for row in rows
        ]
