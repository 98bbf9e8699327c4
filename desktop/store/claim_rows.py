"""Claims on deliveries: taken for a short time by one holder, kept, put back, or found abandoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Claim
from desktop.models.outgoing import Recipient
from desktop.store.message_counters import Moves
from desktop.store.rows import Rows
from desktop.store.tables import delivery, recipient

_RECIPIENT = tuple(field.name for field in fields(Recipient))
LET_GO: dict[str, Any] = {"holder": "", "held_until": None, "begun": False}
"""What a delivery's row says of its holder when there is none any more."""


class ClaimRows(Rows):
    """Deliveries that wait for a holder, or have one."""

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
        self._unit.counters.move(
            Counter((row.message_id, DeliveryState.QUEUED, DeliveryState.SENDING) for row in taken)
        )
        return self._claims([row.id for row in taken])

    def put_back(self, holder: str, ids: Collection[int]) -> int:
        """Queue these claims of ``holder`` again as if they had not been claimed; returns how many."""
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
        waiting, begun = self._lapsed(begun=False), self._lapsed(begun=True)
        moves: Moves = Counter()
        for ids, values in (
            (waiting, {"state": DeliveryState.QUEUED.value, "tries": delivery.c.tries - 1}),
            (begun, {"state": DeliveryState.UNCONFIRMED.value, "words": words}),
        ):
            rows = self._connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(changed_at=self._unit.now, **LET_GO, **values)
                .returning(delivery.c.message_id, delivery.c.state)
            )
            moves.update((r.message_id, DeliveryState.SENDING, DeliveryState(r.state)) for r in rows)
        self._unit.counters.move(moves)
        return len(begun)

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


def _claim(row: Row[Any]) -> Claim:
    values = {name: getattr(row, f"r_{name}") for name in _RECIPIENT}
    return Claim(row.id, row.message_id, Channel(row.channel), row.address, row.tries, Recipient(**values))
