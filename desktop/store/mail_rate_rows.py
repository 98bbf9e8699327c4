"""How many e-mails have begun to leave lately, minute by minute, counted by all workers together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.store.delivery_states import stands_in
from desktop.store.history_tables import mail_minute
from desktop.store.instants import micros
from desktop.store.rows import Rows
from desktop.store.tables import delivery

_MINUTE = timedelta(minutes=1)
# A minute counts until its last moment is an hour ago.
_WINDOW = timedelta(minutes=61)
_RATE_LOCK = 7_302_952
_COUNT = """
    INSERT INTO mail_minute (minute, holder, mails) VALUES (?, ?, ?)
    ON CONFLICT (minute, holder) DO UPDATE SET mails = mail_minute.mails + excluded.mails RETURNING mails
"""


def minute_of(moment: datetime) -> datetime:
    """The minute in which ``moment`` is counted."""
    return moment.replace(second=0, microsecond=0)


class MailRateRows(Rows):
    """One row a worker and minute, so that no worker waits for another to count."""

    def note(self, holder: str, mails: int) -> None:
        """``mails`` begin to leave now."""
        if not mails:
            return
        statement = _COUNT.replace("?", "%s") if self._unit.is_postgres else _COUNT
        bound = (micros(minute_of(self._unit.now)), holder, mails)
        self.noted(mails, self._connection.exec_driver_sql(statement, bound).scalar_one())

    def noted(self, mails: int, counted: int) -> None:
        """``mails`` were noted, which makes ``counted`` in this minute; with a new minute old ones go."""
        if counted > mails:
            return
        table, oldest = mail_minute, self._unit.now - 2 * _WINDOW
        self._connection.execute(delete(table).where(table.c.minute <= oldest))

    def left(self, an_hour: int) -> int:
        """How many more may be claimed now; what is claimed and has not begun counts as if it had.

        Workers that ask wait for each other until their transactions end, so none is given twice.
        """
        if self._unit.is_postgres:
            self._connection.execute(text(f"SELECT pg_advisory_xact_lock({_RATE_LOCK})"))
        begun = select(func.coalesce(func.sum(mail_minute.c.mails), 0)).where(
            mail_minute.c.minute > self._unit.now - _WINDOW
        )
        claimed = select(func.count()).where(
            stands_in(DeliveryState.SENDING),
            delivery.c.channel == Channel.EMAIL.value,
            delivery.c.begun.is_(False),
        )
        used = sum(int(self._connection.execute(each).scalar_one()) for each in (begun, claimed))
        return max(0, an_hour - used)

    def next_at(self, an_hour: int) -> datetime | None:
        """When the next mail may leave; None when one may leave now."""
        table = mail_minute
        rows = self._connection.execute(
            select(table.c.minute, func.sum(table.c.mails).label("mails"))
            .where(table.c.minute > self._unit.now - _WINDOW)
            .group_by(table.c.minute)
            .order_by(table.c.minute)
        ).all()
        over = sum(int(row.mails) for row in rows) - an_hour
        for row in rows:
            if over < 0:
                return None
            over -= int(row.mails)
            if over < 0:
                freed: datetime = row.minute + _WINDOW
                return freed
        return None
