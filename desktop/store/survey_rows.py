"""Reads all chosen accounts once, only what a message asks of them, and what they were sent lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from desktop.models.account import AccountLine, AccountStatus
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, SkipReason
from desktop.store.chosen import chosen_ids
from desktop.store.delivery_ids import has_delivery
from desktop.store.listed import Listed, contains_all
from desktop.store.message_rows import skip_reason
from desktop.store.rows import Rows
from desktop.store.tables import account, delivery, outgoing_message, recipient

_LINE = tuple(account.c[name] for name in ("id", "number", "title", "email", "username", "tws_access"))
_FETCH = 2_000
# What was skipped or refused did not reach anybody.
_REACHED = (
    DeliveryState.QUEUED.value,
    DeliveryState.SENDING.value,
    DeliveryState.DELIVERED.value,
    DeliveryState.UNCONFIRMED.value,
)


@dataclass(frozen=True, slots=True)
class RecentMessage:
    """A message of the last days, as it is compared."""

    id: int
    subject: str
    content: str
    sent_by: str
    sent_at: datetime


class SurveyRows(Rows):
    """What is asked before a message goes out."""

    def open_accounts(self, ids: Iterable[int], columns: Sequence[str]) -> Iterator[Sequence[Row[Any]]]:
        """Id and ``columns`` of those accounts that are open, by number, in parts."""
        statement = (
            select(account.c.id, *(account.c[name] for name in columns))
            .where(account.c.id.in_(chosen_ids(self._connection, ids)))
            .where(account.c.status == AccountStatus.OPEN)
            .order_by(account.c.number)
        )
        result = self._connection.execute(statement.execution_options(yield_per=_FETCH))
        yield from result.partitions()

    def listed(self, ids: Sequence[int], words: Sequence[str]) -> Listed[AccountLine]:
        """Those of these accounts in whose search texts all ``words`` are found. Ordered by number."""
        conditions = [
            account.c.id.in_(chosen_ids(self._connection, ids)),
            *contains_all(account.c.search_text, words),
        ]
        statement = select(*_LINE)
        return Listed(
            self._connection,
            statement,
            account,
            account.c.id,
            {"number": account.c.number},
            conditions,
            _line,
        )

    def unreached(
        self, ids: Iterable[int], channel: Channel, reason: SkipReason | None = None
    ) -> Iterator[int]:
        """The ids of those open accounts that ``channel`` does not reach, for ``reason`` or for any, by number."""
        why = skip_reason(channel, account.c.email, account.c.tws_access)
        statement = (
            select(account.c.id)
            .where(account.c.id.in_(chosen_ids(self._connection, ids)))
            .where(account.c.status == AccountStatus.OPEN)
            .where(why == reason.value if reason else why != "")
            .order_by(account.c.number)
        )
        result = self._connection.execute(statement.execution_options(yield_per=_FETCH))
        yield from result.scalars()

    def lines(self, ids: Sequence[int]) -> list[AccountLine]:
        """What a list shows of these accounts, in the order of ``ids``."""
        found = select(*_LINE).where(account.c.id.in_(chosen_ids(self._connection, ids)))
        known = {row.id: _line(row) for row in self._connection.execute(found)}
        return [known[each] for each in ids if each in known]

    def recent(self, since: datetime, limit: int) -> Iterator[RecentMessage]:
        """The newest messages of the office that were sent after ``since``, at most ``limit``."""
        message = outgoing_message.c
        statement = (
            select(message.id, message.subject, message.content, message.sent_by, message.sent_at)
            .where(message.sent_at > since, message.broker_message_id.is_(None))
            .order_by(message.sent_at.desc(), message.id.desc())
            .limit(limit)
        )
        for row in self._connection.execute(statement.execution_options(yield_per=50)):
            yield RecentMessage(*row)

    def also_reached(self, message_id: int, ids: Iterable[int]) -> int:
        """How many of these accounts the message has reached or is on its way to."""
        statement = select(func.count()).where(
            recipient.c.message_id == message_id,
            recipient.c.account_id.in_(chosen_ids(self._connection, ids)),
            has_delivery(recipient.c.id, delivery.c.state.in_(_REACHED)),
        )
        return self._connection.execute(statement).scalar_one()


def _line(row: Row[Any]) -> AccountLine:
    return AccountLine(row.id, row.number, row.title, row.email, row.username, row.tws_access)
