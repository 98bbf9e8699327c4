"""Claims on deliveries: taken for a short time by one holder, kept, put back, or found abandoned."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal, select, update

from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Claim
from desktop.models.outgoing import Recipient
from desktop.models.phase import MessagePhase
from desktop.models.send_limits import NO_LIMITS, SendLimits
from desktop.store.arrays import numbers
from desktop.store.delivery_states import goes_over, stands_in
from desktop.store.instants import micros
from desktop.store.mail_rate_rows import MailRateRows
from desktop.store.message_counters import Moves
from desktop.store.release_rows import ReleaseRows
from desktop.store.rows import Rows
from desktop.store.tables import delivery, outgoing_message, recipient
from desktop.store.try_rows import TryRows

_RECIPIENT = tuple(recipient.c[name] for name in Recipient._fields)
_CLAIMED = (delivery.c.id, delivery.c.message_id, delivery.c.channel, delivery.c.address, delivery.c.tries)
# As the drivers take them, for thousands a second pass through. What is written out, and not bound, are
# the words of this program's own enums: a partial index is used only where its condition can be read.
_SENDING = f"state = '{DeliveryState.SENDING.value}'"
_JOIN = "JOIN recipient ON recipient.id = found.recipient_id"
_DUE = {
    channel: f"""
    SELECT {", ".join(f"found.{column.name}" for column in _CLAIMED)},
        {", ".join(f"recipient.{column.name} AS of_{column.name}" for column in _RECIPIENT)}
    FROM (
        SELECT {", ".join(column.name for column in _CLAIMED)}, recipient_id FROM delivery
        WHERE message_id = ? AND channel = '{channel.value}'
            AND state = '{DeliveryState.QUEUED.value}' AND next_try_at <= ?
        ORDER BY next_try_at, id LIMIT ?
    ) AS found
    {_JOIN}
    """.strip()  # noqa: S608
    for channel in Channel
}
# Each recipient by its id: left to choose, the server reads all recipients there are to join a few hundred.
_JOIN_POSTGRES = """
    CROSS JOIN LATERAL (SELECT * FROM recipient WHERE id = found.recipient_id OFFSET 0) AS recipient
""".strip()
_DUE_POSTGRES = {
    channel: statement.replace("LIMIT ?", "LIMIT ? FOR UPDATE SKIP LOCKED")
    .replace(_JOIN, _JOIN_POSTGRES)
    .replace("?", "%s")
    for channel, statement in _DUE.items()
}
_TAKE = f"""
    UPDATE delivery SET {_SENDING}, holder = ?, held_until = ?, tries = tries + 1, changed_at = ?
    WHERE id IN (SELECT value FROM json_each(?))
"""  # noqa: S608
_TAKE_POSTGRES = _TAKE.replace("IN (SELECT value FROM json_each(?))", "= ANY(?::bigint[])").replace("?", "%s")
_LAPSED = f"SELECT id, begun FROM delivery WHERE {_SENDING} AND held_until < ?"  # noqa: S608
_LAPSED_POSTGRES = _LAPSED.replace("?", "%s") + " FOR UPDATE SKIP LOCKED"
_CHANNELS = {channel.value: channel for channel in Channel}
_SCATTER = 2_654_435_761  # Knuth, The Art of Computer Programming, volume 3, section 6.4
LET_GO: dict[str, Any] = {"holder": "", "held_until": None, "begun": False}
"""What a delivery's row says of its holder when there is none any more."""
_Line = tuple[int, Channel]


class ClaimRows(Rows):
    """Deliveries that wait for a holder, or have one."""

    def claim(
        self,
        holder: str,
        until: datetime,
        limit: int,
        channels: Collection[Channel],
        limits: SendLimits = NO_LIMITS,
    ) -> list[Claim]:
        """Take at most ``limit`` deliveries that are due, until ``until``; all running messages have a share.

        Messages whose moment has come are released first. Nobody else can claim what is claimed. Each
        must be settled, or it counts as abandoned after ``until``. An e-mail must be begun before it
        is handed over.
        """
        moves = ReleaseRows(self._unit).release()
        rows = self._shared_out(limit, channels, limits)
        self._take(holder, until, [row.id for row in rows])
        moves.update((row.message_id, DeliveryState.QUEUED, DeliveryState.SENDING) for row in rows)
        phases = self._unit.counters.move(moves)
        held_back = [row.id for row in rows if phases[row.message_id] is not MessagePhase.RUNNING]
        self.put_back(holder, held_back)
        claims = [_claim(row) for row in rows if phases[row.message_id] is MessagePhase.RUNNING]
        return sorted(claims, key=lambda claim: claim.delivery_id)

    def next_due_at(
        self, channels: Collection[Channel] = tuple(Channel), limits: SendLimits = NO_LIMITS
    ) -> datetime | None:
        """When there is something to claim over ``channels``, or to release; None when nothing waits."""
        moments = [ReleaseRows(self._unit).next_at(), *self._due_moments(channels, limits)]
        return min((moment for moment in moments if moment is not None), default=None)

    def next_lapse_at(self) -> datetime | None:
        """When the next claim lapses unless its holder keeps it; None when nothing is claimed."""
        lapse: datetime | None = self._connection.execute(
            select(func.min(delivery.c.held_until)).where(stands_in(DeliveryState.SENDING))
        ).scalar_one()
        return lapse

    def put_back(self, holder: str, ids: Collection[int]) -> int:
        """Queue these claims of ``holder`` again as if they had not been claimed; returns how many."""
        if not ids:
            return 0
        rows = self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(self.still_held(holder, ids)))
            .values(
                state=DeliveryState.QUEUED.value,
                tries=delivery.c.tries - 1,
                changed_at=self._unit.now,
                **LET_GO,
            )
            .returning(delivery.c.message_id)
        ).all()
        self._unit.counters.move(
            Counter((row.message_id, DeliveryState.SENDING, DeliveryState.QUEUED) for row in rows)
        )
        return len(rows)

    def keep(self, holder: str, until: datetime) -> set[int]:
        """Hold on to all that ``holder`` has claimed until ``until``; returns what it still holds."""
        kept = self._connection.execute(
            update(delivery)
            .where(delivery.c.state == DeliveryState.SENDING, delivery.c.holder == holder)
            .values(held_until=until)
            .returning(delivery.c.id)
        )
        return set(kept.scalars())

    def give_up_abandoned(self, words: str) -> int:
        """Settle claims whose holder is gone; returns how many became unconfirmed, with ``words``.

        What was begun may or may not have left: it becomes unconfirmed. What was not begun cannot
        have left: it is queued again.
        """
        lapsed = self._lapsed()
        if not lapsed:
            return 0
        waiting = [number for number, is_begun in lapsed if not is_begun]
        begun = [number for number, is_begun in lapsed if is_begun]
        moves: Moves = Counter()
        lost: list[Row[Any]] = []
        for ids, values in (
            (waiting, {"state": DeliveryState.QUEUED.value, "tries": delivery.c.tries - 1}),
            (begun, {"state": DeliveryState.UNCONFIRMED.value, "words": words}),
        ):
            rows = self._connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(changed_at=self._unit.now, **LET_GO, **values)
                .returning(
                    delivery.c.id,
                    delivery.c.message_id,
                    delivery.c.state,
                    delivery.c.tries,
                    delivery.c.address,
                )
            ).all()
            moves.update((r.message_id, DeliveryState.SENDING, DeliveryState(r.state)) for r in rows)
            lost += [row for row in rows if row.state == DeliveryState.UNCONFIRMED]
        TryRows(self._unit).note_lost(lost, words)
        self._unit.counters.move(moves)
        return len(begun)

    def _shared_out(self, limit: int, channels: Collection[Channel], limits: SendLimits) -> list[Row[Any]]:
        """What is due, locked: of each line an equal share, and of the longest what the others leave."""
        lines, mails = self._lines(channels, limits), limit
        if limits.mails_an_hour and any(channel is Channel.EMAIL for _, channel in lines):
            mails = MailRateRows(self._unit).left(limits.mails_an_hour)
            lines = [line for line in lines if mails or line[1] is not Channel.EMAIL]
            lines = _in_turn(lines, self._unit.now)
        of_mails = sum(channel is Channel.EMAIL for _, channel in lines)
        rows: list[Row[Any]] = []
        for place, line in enumerate(lines):
            share = -(-(limit - len(rows)) // (len(lines) - place))
            is_mail = line[1] is Channel.EMAIL
            found = self._due(line, min(share, -(-mails // of_mails)) if is_mail else share)
            mails -= len(found) if is_mail else 0
            of_mails -= is_mail
            rows += found
        return rows

    def _lines(self, channels: Collection[Channel], limits: SendLimits) -> list[_Line]:
        """The running messages that have something queued, the shortest first, each with its channels."""
        table = outgoing_message
        rows = self._connection.execute(
            select(table.c.id, table.c.channels)
            .where(*_is_running(), *(() if limits.opens_at is None else (~table.c.only_office_hours,)))
            .order_by(table.c.queued, table.c.id)
        )
        return [
            (row.id, channel)
            for row in rows
            for channel in Channel
            if channel in channels and channel in channels_of(row.channels)
        ]

    def _due(self, line: _Line, limit: int) -> Sequence[Row[Any]]:
        if not limit:
            return []
        statement = (_DUE_POSTGRES if self._unit.is_postgres else _DUE)[line[1]]
        return self._connection.exec_driver_sql(statement, (line[0], micros(self._unit.now), limit)).all()

    def _take(self, holder: str, until: datetime, ids: Sequence[int]) -> None:
        if ids:
            is_postgres, now = self._unit.is_postgres, micros(self._unit.now)
            chosen = numbers(ids) if is_postgres else json.dumps(list(ids))
            statement = _TAKE_POSTGRES if is_postgres else _TAKE
            self._connection.exec_driver_sql(statement, (holder, micros(until), now, chosen))

    def _due_moments(self, channels: Collection[Channel], limits: SendLimits) -> Iterator[datetime]:
        table = outgoing_message
        firsts = [
            select(func.min(delivery.c.next_try_at))
            .where(
                delivery.c.message_id == table.c.id,
                goes_over(channel),
                stands_in(DeliveryState.QUEUED),
            )
            .scalar_subquery()
            .label(channel.name)
            for channel in channels
        ]
        rate = limits.mails_an_hour
        mail_at = MailRateRows(self._unit).next_at(rate) if rate and Channel.EMAIL in channels else None
        for row in self._connection.execute(select(table.c.only_office_hours, *firsts).where(*_is_running())):
            for channel in channels:
                floors = [
                    limits.opens_at if row.only_office_hours else None,
                    mail_at if channel is Channel.EMAIL else None,
                ]
                first: datetime | None = getattr(row, channel.name)
                if first is not None:
                    yield max([first, *(floor for floor in floors if floor is not None)])

    def still_held(self, holder: str, ids: Collection[int]) -> set[int]:
        """Which of these claims ``holder`` still has, locked until the transaction ends."""
        statement = select(delivery.c.id).where(
            delivery.c.id.in_(list(ids)),
            delivery.c.state == DeliveryState.SENDING,
            delivery.c.holder == holder,
        )
        if self._unit.is_postgres:
            statement = statement.order_by(delivery.c.id).with_for_update()
        return set(self._connection.execute(statement).scalars())

    def _lapsed(self) -> list[tuple[int, bool]]:
        """The ids of claims that have lapsed, locked, and whether they were begun."""
        statement = _LAPSED_POSTGRES if self._unit.is_postgres else _LAPSED
        rows = self._connection.exec_driver_sql(statement, (micros(self._unit.now),))
        return [(number, bool(is_begun)) for number, is_begun in rows]


def _is_running() -> tuple[ColumnElement[bool], ...]:
    phase = literal(MessagePhase.RUNNING.value, literal_execute=True)
    return outgoing_message.c.phase == phase, outgoing_message.c.queued > literal(0, literal_execute=True)


def _in_turn(lines: list[_Line], now: datetime) -> list[_Line]:
    """Those of mails begin with any of them: where one mail may leave, it is not always the same message's."""
    mails = [line for line in lines if line[1] is Channel.EMAIL]
    others = [line for line in lines if line[1] is not Channel.EMAIL]
    # Scattered by the moment, so that no rhythm of the limit meets the same one again and again.
    first = (int(now.timestamp()) * _SCATTER >> 16) % len(mails) if mails else 0
    return [*others, *mails[first:], *mails[:first]]


def _claim(row: Row[Any]) -> Claim:
    # By place: to ask a row for twenty columns by name takes longer than to read it.
    values: tuple[Any, ...] = tuple(row)
    number, message_id, channel, address, tries = values[: len(_CLAIMED)]
    # The last is a number where the store knows no truth values.
    who: tuple[Any, ...] = (*values[len(_CLAIMED) : -1], bool(values[-1]))
    return Claim(number, message_id, _CHANNELS[channel], address, tries + 1, Recipient._make(who))
