"""The outbox: deliveries are claimed by one holder, settled by that holder, or found abandoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, literal, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.outbox import Claim, Outcome, SentPacking
from desktop.models.outgoing import Recipient
from desktop.store.rows import Rows, Transaction
from desktop.store.tables import (
    bulletin_post,
    client_message,
    delivery,
    outgoing_message,
    recipient,
    sent_base,
    sent_content,
    worker,
)

_RECIPIENT = tuple(field.name for field in fields(Recipient))
_Moves = Counter[tuple[int, DeliveryState, DeliveryState]]
_LET_GO: dict[str, Any] = {"holder": "", "held_until": None, "begun": False}


class OutboxRows(Rows):
    """Deliveries that wait, are under way, or have just been settled."""

    def __init__(self, unit: Transaction) -> None:
        super().__init__(unit)
        self._newly_settled: dict[int, None] = {}

    @property
    def newly_settled(self) -> tuple[int, ...]:
        """The messages of which this transaction has settled the last open delivery.

        A message's counters are written under its row's lock, so one transaction alone sees this.
        """
        return tuple(self._newly_settled)

    def claim(self, holder: str, until: datetime, limit: int, channels: Collection[Channel]) -> list[Claim]:
        """Take at most ``limit`` deliveries that are due, the oldest first, until ``until``.

        Nobody else can claim them. Each must be settled, or it counts as abandoned after ``until``.
        An e-mail must be begun before it is handed over.
        """
        letters = [channel.value for channel in channels]
        due = (
            select(delivery.c.id)
            .where(delivery.c.state == DeliveryState.QUEUED, delivery.c.next_try_at <= self._unit.now)
            .where(delivery.c.channel.in_(letters))
            .order_by(delivery.c.id)
            .limit(limit)
        )
        if self._unit.is_postgres:
            due = due.with_for_update(skip_locked=True)
        taken = self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(due.scalar_subquery()), delivery.c.state == DeliveryState.QUEUED)
            .values(
                state=DeliveryState.SENDING.value,
                holder=holder,
                held_until=until,
                tries=delivery.c.tries + 1,
                changed_at=self._unit.now,
            )
            .returning(delivery.c.id, delivery.c.message_id)
        ).all()
        self._move(Counter((row.message_id, DeliveryState.QUEUED, DeliveryState.SENDING) for row in taken))
        return self._claims([row.id for row in taken])

    def begin(self, holder: str, ids: Collection[int]) -> frozenset[int]:
        """Note that the e-mails among these claims may leave from now on; returns those that may.

        A claim that ``holder`` no longer holds must not leave. What is posted within the store
        itself leaves with its record, and is never begun.
        """
        begun = self._connection.execute(
            update(delivery)
            .where(
                delivery.c.id.in_(self._still_held(holder, ids)),
                delivery.c.channel == Channel.EMAIL.value,
            )
            .values(begun=True)
            .returning(delivery.c.id)
        )
        return frozenset(begun.scalars())

    def settle(self, holder: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Record what became of claims; returns those recorded.

        A claim that ``holder`` no longer holds is left as it is: somebody else has settled it.
        """
        mine = self._still_held(holder, [outcome.claim.delivery_id for outcome in outcomes])
        recorded = [outcome for outcome in outcomes if outcome.claim.delivery_id in mine]
        if not recorded:
            return []
        self._connection.execute(
            update(delivery).where(delivery.c.id == bindparam("row_id")),
            [
                {
                    "row_id": outcome.claim.delivery_id,
                    "state": outcome.state.value,
                    "words": outcome.words,
                    "next_try_at": outcome.next_try_at or self._unit.now,
                    "changed_at": self._unit.now,
                    **_LET_GO,
                }
                for outcome in recorded
            ],
        )
        self._post(recorded)
        self._move(Counter((o.claim.message_id, DeliveryState.SENDING, o.state) for o in recorded))
        return recorded

    def put_back(self, holder: str, ids: Collection[int]) -> int:
        """Queue these claims of ``holder`` again as if they had not been claimed; returns how many."""
        rows = self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(self._still_held(holder, ids)))
            .values(
                state=DeliveryState.QUEUED.value,
                tries=delivery.c.tries - 1,
                changed_at=self._unit.now,
                **_LET_GO,
            )
            .returning(delivery.c.message_id)
        ).all()
        self._move(Counter((row.message_id, DeliveryState.SENDING, DeliveryState.QUEUED) for row in rows))
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
        waiting, begun = self._lapsed(begun=False), self._lapsed(begun=True)
        moves: _Moves = Counter()
        for ids, values in (
            (waiting, {"state": DeliveryState.QUEUED.value, "tries": delivery.c.tries - 1}),
            (begun, {"state": DeliveryState.UNCONFIRMED.value, "words": words}),
        ):
            rows = self._connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(changed_at=self._unit.now, **_LET_GO, **values)
                .returning(delivery.c.message_id, delivery.c.state)
            )
            moves.update((r.message_id, DeliveryState.SENDING, DeliveryState(r.state)) for r in rows)
        self._move(moves)
        return len(begun)

    def under_way(self) -> tuple[int, DeliveryTotals]:
        """How many messages are not yet settled, and the totals of those together."""
        columns = [func.coalesce(func.sum(outgoing_message.c[state.value]), 0) for state in DeliveryState]
        is_open = outgoing_message.c.queued + outgoing_message.c.sending > literal(0, literal_execute=True)
        row = self._connection.execute(select(func.count(), *columns).where(is_open)).one()
        return row[0], DeliveryTotals(*(int(value) for value in row[1:]))

    def next_due_at(self, channels: Collection[Channel] = tuple(Channel)) -> datetime | None:
        """When the next waiting delivery over ``channels`` is due; None when nothing waits."""
        due: datetime | None = self._connection.execute(
            select(func.min(delivery.c.next_try_at)).where(
                delivery.c.state == DeliveryState.QUEUED,
                delivery.c.channel.in_([channel.value for channel in channels]),
            )
        ).scalar_one()
        return due

    def next_lapse_at(self) -> datetime | None:
        """When the next claim lapses unless its holder keeps it; None when nothing is claimed."""
        lapse: datetime | None = self._connection.execute(
            select(func.min(delivery.c.held_until)).where(delivery.c.state == DeliveryState.SENDING)
        ).scalar_one()
        return lapse

    def packings(self, message_id: int, channel: Channel) -> list[SentPacking]:
        """What the contents of this message on this channel have been packed against so far."""
        table = sent_base
        rows = self._connection.execute(
            select(table.c.id, table.c.dictionary, table.c.tail)
            .where(table.c.message_id == message_id, table.c.channel == channel)
            .order_by(table.c.id)
        )
        return [SentPacking(*row) for row in rows]

    def add_packing(self, message_id: int, channel: Channel, dictionary: bytes, tail: bytes) -> SentPacking:
        """Keep what the contents of this message on this channel are packed against."""
        values = {"message_id": message_id, "channel": channel.value, "dictionary": dictionary, "tail": tail}
        number = self._connection.execute(
            insert(sent_base).values(values).returning(sent_base.c.id)
        ).scalar_one()
        return SentPacking(number, dictionary, tail)

    def keep_contents(self, packed: Sequence[tuple[int, int, bytes]]) -> None:
        """Keep what left: delivery id, packing id, packed bytes. An earlier try's content is replaced."""
        if packed:
            ids = [row[0] for row in packed]
            self._connection.execute(delete(sent_content).where(sent_content.c.delivery_id.in_(ids)))
            names = ("delivery_id", "base_id", "packed")
            self._connection.execute(
                insert(sent_content), [dict(zip(names, row, strict=True)) for row in packed]
            )

    def report_worker(self, name: str, standing: str) -> None:
        """Say that a worker is there, and in words how it stands."""
        self._connection.execute(delete(worker).where(worker.c.name == name))
        self._connection.execute(insert(worker).values(name=name, seen_at=self._unit.now, standing=standing))

    def forget_worker(self, name: str) -> None:
        """Say that a worker has ended."""
        self._connection.execute(delete(worker).where(worker.c.name == name))
        self._unit.touch(Subject.WORKERS, ChangeKind.DELETED)

    def workers(self) -> list[tuple[str, datetime, str]]:
        """Every worker's name, when it was last seen and how it stood."""
        rows = self._connection.execute(select(worker).order_by(worker.c.seen_at.desc()))
        return [(row.name, row.seen_at, row.standing) for row in rows]

    def _still_held(self, holder: str, ids: Collection[int]) -> set[int]:
        statement = select(delivery.c.id).where(
            delivery.c.id.in_(list(ids)),
            delivery.c.state == DeliveryState.SENDING,
            delivery.c.holder == holder,
        )
        if self._unit.is_postgres:
            statement = statement.order_by(delivery.c.id).with_for_update()
        return set(self._connection.execute(statement).scalars())

    def _lapsed(self, *, begun: bool) -> list[int]:
        statement = select(delivery.c.id).where(
            delivery.c.state == DeliveryState.SENDING,
            delivery.c.held_until < self._unit.now,
            delivery.c.begun.is_(begun),
        )
        if self._unit.is_postgres:
            statement = statement.with_for_update(skip_locked=True)
        return list(self._connection.execute(statement).scalars())

    def _claims(self, ids: Sequence[int]) -> list[Claim]:
        columns = [recipient.c[name].label(f"r_{name}") for name in _RECIPIENT]
        statement = (
            select(delivery, *columns)
            .join(recipient, recipient.c.id == delivery.c.recipient_id)
            .where(delivery.c.id.in_(ids))
            .order_by(delivery.c.id)
        )
        return [_claim(row) for row in self._connection.execute(statement)]

    def _post(self, outcomes: Sequence[Outcome]) -> None:
        arrived = [o for o in outcomes if o.state is DeliveryState.DELIVERED]
        common = [
            {"account_id": o.claim.recipient.account_id, "delivery_id": o.claim.delivery_id} for o in arrived
        ]
        pairs = list(zip(arrived, common, strict=True))
        letters = [
            {**row, "subject": o.subject, "sent_at": self._unit.now}
            for o, row in pairs
            if o.claim.channel is Channel.MESSAGE_CENTER
        ]
        bulletins = [
            {**row, "body": o.text, "posted_at": self._unit.now}
            for o, row in pairs
            if o.claim.channel is Channel.BULLETIN
        ]
        if letters:
            self._connection.execute(insert(client_message), letters)
        if bulletins:
            self._connection.execute(insert(bulletin_post), bulletins)

    def _move(self, moves: _Moves) -> None:
        table = outgoing_message
        for message_id, shifts in sorted(_shifts(moves).items()):
            open_now = self._connection.execute(
                update(table)
                .where(table.c.id == message_id)
                .values({state: table.c[state] + shift for state, shift in shifts.items()})
                .returning(table.c.queued + table.c.sending)
            ).scalar_one()
            if open_now == 0:
                self._newly_settled[message_id] = None
            self._unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, message_id)
            self._unit.touch(Subject.DELIVERIES, ChangeKind.CHANGED, message_id)


def _shifts(moves: _Moves) -> dict[int, Counter[str]]:
    shifts: dict[int, Counter[str]] = {}
    for (message_id, before, after), count in moves.items():
        of_message = shifts.setdefault(message_id, Counter())
        of_message[before.value] -= count
        of_message[after.value] += count
    return shifts


def _claim(row: Row[Any]) -> Claim:
    values = {name: getattr(row, f"r_{name}") for name in _RECIPIENT}
    return Claim(row.id, row.message_id, Channel(row.channel), row.address, row.tries, Recipient(**values))
