"""Messages of the broker that are held, and what was decided about them.

A change goes on from a version: of several that decide at once one is first, and the others are told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import words
from desktop.models.held_message import HeldEvent, HeldFilter, HeldFilterState, HeldLine, StagingEvent
from desktop.models.staging import Decision, HeldState, Standing
from desktop.store.broker_tables import broker_message
from desktop.store.bulk import insert_rows
from desktop.store.chosen import chosen_ids
from desktop.store.first_pages import BROKER_LINE
from desktop.store.instants import micros
from desktop.store.listed import Listed, contains_all
from desktop.store.records import broker_line, totals_of
from desktop.store.rows import Rows
from desktop.store.staging_tables import held_event, held_message
from desktop.store.tables import outgoing_message

_HELD = held_message.c
_ENDED_FROM = 2**62
_STATES: Mapping[HeldFilterState, tuple[HeldState, ...]] = {
    HeldFilterState.OPEN: (HeldState.PENDING, HeldState.LEAVING),
    HeldFilterState.REJECTED: (HeldState.REJECTED,),
    HeldFilterState.DELIVERED: (HeldState.DELIVERED,),
}
_COUNTERS = ("queued", "sending", "delivered", "failed", "skipped", "unconfirmed", "cancelled")
_JOINED = held_message.join(broker_message, broker_message.c.id == _HELD.message_id).outerjoin(
    outgoing_message, outgoing_message.c.id == _HELD.outgoing_id
)
_LINE = select(
    held_message,
    *(broker_message.c[name] for name in BROKER_LINE),
    *(outgoing_message.c[name] for name in _COUNTERS),
).select_from(_JOINED)
_ORDERS = {
    "delivery": _HELD.place,
    "at": _HELD.message_id,
    "subject": broker_message.c.subject,
    "type": broker_message.c.type_name,
    "recipients": broker_message.c.recipients,
}
_COLUMNS = (
    "message_id", "version", "state", "decision", "deliver_at", "release_at", "place", "arrived_at",
    "decided_at", "election_id", "told_at", "reminded",
)  # fmt: skip

Arrival = tuple[int, Standing, int | None]
"""A message that is held from now on: its id, how it stands, and the election that decided it, if any."""


class HeldRows(Rows):
    """To Be Sent By IB."""

    def hold(self, arrivals: Sequence[Arrival]) -> None:
        """Hold messages that have just been stored."""
        now = micros(self._unit.now)
        rows, events = [], []
        for message_id, standing, election_id in arrivals:
            decided_at = None if election_id is None else now
            rows.append(
                (
                    message_id,
                    1,
                    standing.state.value,
                    standing.decision.value,
                    micros(standing.deliver_at),
                    None if standing.release_at is None else micros(standing.release_at),
                    _place(standing, self._unit.now),
                    now,
                    decided_at,
                    election_id,
                    # What an election decides is what the office has asked for: nobody need be told.
                    decided_at,
                    0,
                )
            )
            events.append((message_id, now, StagingEvent.ARRIVED.value, ""))
            if election_id is not None:
                events.append((message_id, now, StagingEvent.DECIDED.value, standing.decision.value))
        insert_rows(self._connection, held_message, _COLUMNS, rows)
        insert_rows(self._connection, held_event, ("message_id", "at", "what", "decision"), events)
        self._unit.touch(Subject.STAGING, ChangeKind.CREATED, *(number for number, _, _ in arrivals))

    def listed(self, narrowed: HeldFilter) -> Listed[HeldLine]:
        """The held messages under a filter, by ``delivery`` (see ``place``), at, subject, type or recipients."""
        return Listed(self._connection, _LINE, _JOINED, _HELD.message_id, _ORDERS, _narrowed(narrowed), _line)

    def get(self, message_id: int) -> HeldLine | None:
        """A held message as its line says it."""
        row = self._connection.execute(_LINE.where(_HELD.message_id == message_id)).one_or_none()
        return None if row is None else _line(row)

    def picked(
        self,
        narrowed: HeldFilter,
        ids: Collection[int] | None,
        but: Collection[int],
        states: Collection[HeldState],
    ) -> list[tuple[int, int, int, str]]:
        """Id, version, recipients and type of those under a filter, or of ``ids``, that are in one of ``states``.

        Past its delivery date nothing is decided on a message, so it is none of them.
        """
        in_time = _HELD.deliver_at > self._unit.now
        conditions = [_HELD.state.in_([state.value for state in states]), in_time, *_narrowed(narrowed)]
        if ids is not None:
            conditions.append(_HELD.message_id.in_(chosen_ids(self._connection, ids)))
        if but:
            conditions.append(_HELD.message_id.not_in(chosen_ids(self._connection, but)))
        columns = (_HELD.message_id, _HELD.version, broker_message.c.recipients, broker_message.c.type_name)
        statement = select(*columns, broker_message.c.type).select_from(_JOINED).where(*conditions)
        rows = self._connection.execute(statement.order_by(_HELD.place, _HELD.message_id))
        return [(row[0], row[1], row[2], row[3] or row[4]) for row in rows]

    def change(
        self, line: HeldLine, after: Standing, what: StagingEvent, decided_by: str, text: str = ""
    ) -> bool:
        """Pass from ``line``, as it was read, to ``after``; False where it has changed since."""
        is_decided = after.decision is not Decision.NONE
        now = self._unit.now
        changed = self._connection.execute(
            update(held_message)
            .where(
                _HELD.message_id == line.id,
                _HELD.version == line.version,
                _HELD.state == line.standing.state.value,
            )
            .values(
                version=line.version + 1,
                state=after.state.value,
                decision=after.decision.value,
                release_at=after.release_at,
                place=_place(after, now),
                decided_by=decided_by if is_decided else "",
                decided_at=now if is_decided else None,
                election_id=None,
                news_at=now,
            )
        ).rowcount
        if changed:
            self.note(line.id, what, after.decision if is_decided else line.standing.decision, text)
            self._unit.touch(Subject.STAGING, ChangeKind.CHANGED, line.id)
        return bool(changed)

    def note(
        self, message_id: int, what: StagingEvent, decision: Decision = Decision.NONE, text: str = ""
    ) -> None:
        """Remember that this happened now, by whoever this transaction acts for."""
        event = {"message_id": message_id, "at": self._unit.now, "by": self._unit.actor, "what": what.value}
        self._connection.execute(insert(held_event).values(**event, decision=decision.value, words=text))

    def events(self, message_id: int) -> list[HeldEvent]:
        """What happened to a held message, in order."""
        rows = self._connection.execute(
            select(held_event).where(held_event.c.message_id == message_id).order_by(held_event.c.id)
        )
        return [
            HeldEvent(row.at, row.by, StagingEvent(row.what), Decision(row.decision), row.words)
            for row in rows
        ]

    def earlier(self, type_: str, but: int, limit: int = 20) -> list[HeldLine]:
        """The latest other messages of a type that were held, and how they ended."""
        statement = _LINE.where(broker_message.c.type == type_, _HELD.message_id != but)
        rows = self._connection.execute(statement.order_by(_HELD.message_id.desc()).limit(limit))
        return [_line(row) for row in rows]

    def types(self, ids: Collection[int] | None = None) -> list[str]:
        """The types of these, or of all that were ever held."""
        joined = held_message.join(broker_message, broker_message.c.id == _HELD.message_id)
        statement = (
            select(broker_message.c.type).select_from(joined).distinct().order_by(broker_message.c.type)
        )
        if ids is not None:
            statement = statement.where(_HELD.message_id.in_(chosen_ids(self._connection, ids)))
        return list(self._connection.execute(statement).scalars())

    def waiting(
        self, begins: datetime | None = None, ends: datetime | None = None
    ) -> tuple[int, datetime | None]:
        """How many wait for a decision, and the nearest delivery date among them.

        With ``begins`` and ``ends`` only those that go out from then on until just before that.
        """
        conditions = [_HELD.release_at.is_not(None), _HELD.state == HeldState.PENDING.value]
        if begins is not None:
            conditions.append(_HELD.deliver_at >= begins)
        if ends is not None:
            conditions.append(_HELD.deliver_at < ends)
        row = self._connection.execute(
            select(func.count(), func.min(_HELD.deliver_at)).where(*conditions)
        ).one()
        return row[0], row[1]

    def any(self) -> bool:
        """Whether anything was ever held."""
        return self._connection.execute(select(_HELD.message_id).limit(1)).first() is not None

    def mark_told(self, ids: Collection[int]) -> None:
        """Know that the office was told of these."""
        self._connection.execute(
            update(held_message).where(_HELD.message_id.in_(list(ids))).values(told_at=self._unit.now)
        )

    def untold(self, limit: int) -> list[HeldLine]:
        """Those that the office was not told of yet, the nearest delivery date first."""
        statement = _LINE.where(_HELD.told_at.is_(None)).order_by(_HELD.place, _HELD.message_id)
        return [_line(row) for row in self._connection.execute(statement.limit(limit))]


def _narrowed(narrowed: HeldFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = contains_all(broker_message.c.search_text, words(narrowed.text))
    if narrowed.state in _STATES:
        conditions.append(_HELD.state.in_([state.value for state in _STATES[narrowed.state]]))
    if narrowed.type:
        conditions.append(broker_message.c.type == narrowed.type)
    return conditions


def ended_place(now: datetime) -> int:
    """The place of one that has ended now: behind all open ones, the latest first."""
    return _ENDED_FROM - micros(now)


def _place(standing: Standing, now: datetime) -> int:
    return micros(standing.deliver_at) if standing.state.is_open else ended_place(now)


def _line(row: Row[Any]) -> HeldLine:
    standing = Standing(HeldState(row.state), row.deliver_at, row.release_at, Decision(row.decision))
    return HeldLine(
        broker_line(row),
        standing,
        row.version,
        row.arrived_at,
        row.decided_by,
        row.decided_at,
        row.election_id,
        row.released_at,
        row.outgoing_id,
        None if row.outgoing_id is None else totals_of(row),
        row.place,
    )
