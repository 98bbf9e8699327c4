"""Of which held messages the office has still to be told. What one program takes up no other one tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, select, type_coerce, update

from desktop.models.held_message import HeldEvent, StagingEvent
from desktop.models.staging import Decision, HeldState
from desktop.store.rows import Rows
from desktop.store.staging_tables import held_event, held_message

_HELD = held_message.c
_MOST = 5_000
_MICROSECOND = timedelta(microseconds=1)
_OF_PEOPLE = [StagingEvent.DECIDED.value, StagingEvent.REVERSED.value]

Span = tuple[datetime, datetime]
"""When the first and the last of them happened."""


class HeldTellingRows(Rows):
    """Arrivals, reminders and decisions. To take one up is to have told it, once the transaction is committed."""

    def arrivals(self) -> Span | None:
        """When the messages arrived of which nobody was told; None where there are none."""
        return self._span(_HELD.arrived_at, _HELD.told_at.is_(None))

    def decisions(self) -> Span | None:
        """When people decided what nobody was told."""
        return self._span(_HELD.news_at, _HELD.news_at.is_not(None))

    def has_reminders(self, reminders: Sequence[timedelta]) -> bool:
        """Whether a message still waits that is due in one of these times, and was not spoken of since then."""
        return any(
            self._connection.execute(
                select(_HELD.message_id).where(self._to_remind(which, before)).limit(1)
            ).first()
            for which, before in enumerate(reminders, 1)
        )

    def take_arrivals(self) -> list[tuple[int, HeldState, Decision, datetime]]:
        """Take up messages of which nobody was told, each with state, decision and delivery date.

        The nearest date first.
        """
        ids = self._locked(select(_HELD.message_id).where(_HELD.told_at.is_(None)).order_by(_HELD.message_id))
        if not ids:
            return []
        taken = (
            update(held_message)
            .where(_HELD.message_id.in_(ids), _HELD.told_at.is_(None))
            .values(told_at=self._unit.now)
            .returning(_HELD.message_id, _HELD.state, _HELD.decision, _HELD.deliver_at)
        )
        rows = [
            (row.message_id, HeldState(row.state), Decision(row.decision), row.deliver_at)
            for row in self._connection.execute(taken)
        ]
        return sorted(rows, key=lambda row: (row[3], row[0]))

    def take_reminders(self, which: int, before: timedelta) -> list[int]:
        """Take up what is to be reminded of for the ``which``-th time, ``before`` its date; the nearest first."""
        due = self._to_remind(which, before)
        ids = self._locked(select(_HELD.message_id).where(due).order_by(_HELD.release_at, _HELD.message_id))
        if ids:
            reminded = update(held_message).where(_HELD.message_id.in_(ids)).values(reminded=which)
            self._connection.execute(reminded)
        return ids

    def take_decisions(self) -> list[tuple[int, HeldEvent]]:
        """Take up messages on which people decided, each with the last that was decided, in its order."""
        ids = self._locked(
            select(_HELD.message_id).where(_HELD.news_at.is_not(None)).order_by(_HELD.message_id)
        )
        if not ids:
            return []
        self._connection.execute(update(held_message).where(_HELD.message_id.in_(ids)).values(news_at=None))
        return self._last_of_people(ids)

    def decided_since(self, since: datetime) -> list[tuple[str, Decision, int]]:
        """By whom what was decided since then, and on how many messages, as far as it still stands."""
        counted = (
            select(_HELD.decided_by, _HELD.decision, func.count())
            .where(_HELD.decided_at >= since, _HELD.decided_by != "")
            .group_by(_HELD.decided_by, _HELD.decision)
            .order_by(_HELD.decided_by, _HELD.decision)
        )
        return [(row[0], Decision(row[1]), row[2]) for row in self._connection.execute(counted)]

    def nearest(self, limit: int) -> list[int]:
        """The messages that wait for a decision, the nearest delivery date first."""
        waits = _HELD.release_at.is_not(None), _HELD.state == HeldState.PENDING.value
        found = select(_HELD.message_id).where(*waits).order_by(_HELD.release_at, _HELD.message_id)
        return list(self._connection.execute(found.limit(limit)).scalars())

    def _last_of_people(self, ids: Collection[int]) -> list[tuple[int, HeldEvent]]:
        newest = (
            select(func.max(held_event.c.id))
            .where(held_event.c.message_id.in_(ids), held_event.c.what.in_(_OF_PEOPLE), held_event.c.by != "")
            .group_by(held_event.c.message_id)
        )
        rows = self._connection.execute(
            select(held_event).where(held_event.c.id.in_(newest)).order_by(held_event.c.id)
        )
        return [
            (
                row.message_id,
                HeldEvent(row.at, row.by, StagingEvent(row.what), Decision(row.decision), row.words),
            )
            for row in rows
        ]

    def _span(self, moment: ColumnElement[datetime], among: ColumnElement[bool]) -> Span | None:
        row: Any = self._connection.execute(select(func.min(moment), func.max(moment)).where(among)).one()
        return None if row[0] is None else (row[0], row[1])

    def _to_remind(self, which: int, before: timedelta) -> ColumnElement[bool]:
        """Whoever was told of it less than that before its date is not reminded at once."""
        between = type_coerce(_HELD.deliver_at, BigInteger) - type_coerce(_HELD.told_at, BigInteger)
        return and_(
            _HELD.release_at.is_not(None),
            _HELD.release_at > self._unit.now,
            _HELD.release_at <= self._unit.now + before,
            _HELD.state == HeldState.PENDING.value,
            _HELD.reminded < which,
            between > before // _MICROSECOND,
        )

    def _locked(self, found: Select[Any]) -> list[int]:
        """Some of those that no other program is at, which is then kept from them."""
        limited = found.limit(_MOST).with_for_update(skip_locked=True)
        return list(self._connection.execute(limited).scalars())
