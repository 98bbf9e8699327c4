"""Messages that wait for the end of their undo period or for their moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, literal, select, update

from desktop.models.account import AccountStatus
from desktop.models.change import ChangeKind, Subject
from desktop.models.delivery import DeliveryState, SkipReason
from desktop.models.phase import MessageAct, MessagePhase
from desktop.store.delivery_states import is_queued
from desktop.store.history_tables import message_event
from desktop.store.message_counters import Moves
from desktop.store.rows import Rows
from desktop.store.tables import account, delivery, outgoing_message, recipient

_MESSAGE = outgoing_message
# Written out, not bound: a partial index is used only where its condition can be read.
_WAITS = _MESSAGE.c.phase == literal(MessagePhase.WAITING.value, literal_execute=True)


class ReleaseRows(Rows):
    """Whoever takes a message back and whoever releases it change the same row: one of them is first."""

    def next_at(self) -> datetime | None:
        """When the next message may begin to leave; None when none waits."""
        found: datetime | None = self._connection.execute(
            select(func.min(_MESSAGE.c.release_at)).where(_WAITS)
        ).scalar_one()
        return found

    def release(self) -> Moves:
        """Let messages begin whose moment has come; returns which of their deliveries that has moved.

        Whose account is not open any more is skipped: a message may have waited for days.
        """
        due = select(_MESSAGE.c.id).where(_WAITS, _MESSAGE.c.release_at <= self._unit.now)
        if self._unit.is_postgres:
            due = due.with_for_update(skip_locked=True)
        ids = self._connection.execute(due.order_by(_MESSAGE.c.id)).scalars().all()
        if not ids:
            return Counter()
        self._connection.execute(
            update(_MESSAGE).where(_MESSAGE.c.id.in_(ids)).values(phase=MessagePhase.RUNNING.value)
        )
        event = {"at": self._unit.now, "by": "", "what": MessageAct.RELEASED.value, "words": ""}
        self._connection.execute(insert(message_event), [{"message_id": number, **event} for number in ids])
        self._unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, *ids)
        return self._skip_closed(ids)

    def _skip_closed(self, ids: Sequence[int]) -> Moves:
        closed = (
            select(recipient.c.id)
            .join(account, account.c.id == recipient.c.account_id)
            .where(recipient.c.message_id.in_(ids), account.c.status != AccountStatus.OPEN.value)
        )
        rows = self._connection.execute(
            update(delivery)
            .where(
                delivery.c.message_id.in_(ids),
                is_queued(),
                delivery.c.recipient_id.in_(closed.scalar_subquery()),
            )
            .values(
                state=DeliveryState.SKIPPED.value,
                skip_reason=SkipReason.NOT_OPEN.value,
                changed_at=self._unit.now,
            )
            .returning(delivery.c.message_id)
        )
        return Counter((number, DeliveryState.QUEUED, DeliveryState.SKIPPED) for number in rows.scalars())
