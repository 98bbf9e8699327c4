"""Which users have chosen a digest of held messages, at which hour, and when each had the last one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.store.rows import Rows
from desktop.store.staging_tables import staging_mail

_OF = staging_mail.c


class DigestRow(NamedTuple):
    """``hour`` is that of the office's day; ``digested_at`` when the last one was made, or it was chosen."""

    hour: int
    digested_at: datetime


class StagingMailRows(Rows):
    """Whoever is not among them gets a mail for each."""

    def digests(self) -> dict[int, DigestRow]:
        """Those who get one, by the id of the user."""
        rows = self._connection.execute(select(staging_mail).where(_OF.hour.is_not(None)))
        return {row.user_id: DigestRow(row.hour, row.digested_at) for row in rows}

    def choose(self, user_id: int, hour: int | None) -> None:
        """From now on a digest at that hour; None for mails as they come."""
        values = {"hour": hour, "digested_at": self._unit.now}
        known = update(staging_mail).where(_OF.user_id == user_id).values(values)
        if not self._connection.execute(known).rowcount:
            self._connection.execute(insert(staging_mail).values(user_id=user_id, **values))
        self._unit.touch(Subject.SETTINGS, ChangeKind.CHANGED)

    def take(self, user_id: int, known: DigestRow) -> bool:
        """Take up the making of a digest; False where another program has, or it was chosen anew."""
        mine = update(staging_mail).where(
            _OF.user_id == user_id, _OF.digested_at == known.digested_at, _OF.hour == known.hour
        )
        return self._connection.execute(mine.values(digested_at=self._unit.now)).rowcount == 1
