"""What people and the program do to a message after the click: its phase, its events, its last tries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    insert,
    literal,
    select,
    update,
)

from desktop.models.account import AccountStatus
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import Channel
from desktop.models.delivery import RETRIABLE_STATES, DeliveryState, SkipReason
from desktop.models.delivery_history import MessageEvent
from desktop.models.outbox import AT_ONCE
from desktop.models.phase import MessageAct, MessagePhase
from desktop.store.chosen import chosen_ids
from desktop.store.claim_rows import LET_GO
from desktop.store.delivery_states import stands_in
from desktop.store.history_tables import message_event
from desktop.store.message_counters import Moves
from desktop.store.message_rows import skip_reason
from desktop.store.rows import Rows
from desktop.store.tables import account, delivery, outgoing_message, recipient
from desktop.store.try_rows import TryRows

_MESSAGE = outgoing_message
_Condition = ColumnElement[bool]


class MessageControlRows(Rows):
    """A message's phase changes only from what it is known to be, under the lock of its row."""

    def lock(self, message_id: int) -> None:
        """Keep the message as it is until this transaction ends."""
        if self._unit.is_postgres:
            row = select(_MESSAGE.c.id).where(_MESSAGE.c.id == message_id)
            self._connection.execute(row.with_for_update()).all()

    def change_phase(
        self, message_id: int, before: Collection[MessagePhase], after: MessagePhase, **values: Any
    ) -> bool:
        """Pass from one of ``before`` to ``after``, and set ``values``; False when it is none of them."""
        changed = self._connection.execute(
            update(_MESSAGE)
            .where(_MESSAGE.c.id == message_id, _MESSAGE.c.phase.in_([phase.value for phase in before]))
            .values(phase=after.value, **values)
        ).rowcount
        if changed:
            self._unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, message_id)
        return bool(changed)

    def recall(self, message_id: int) -> None:
        """Queue again what is claimed of a message and cannot have left. Its row is locked by now."""
        held = select(delivery.c.id).where(
            delivery.c.message_id == message_id,
            stands_in(DeliveryState.SENDING),
            delivery.c.begun.is_(False),
        )
        if self._unit.is_postgres:
            # Who is settling some of them waits for the message's row, which is ours.
            held = held.with_for_update(skip_locked=True)
        rows = self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(held.scalar_subquery()))
            .values(
                state=DeliveryState.QUEUED.value,
                tries=delivery.c.tries - 1,
                changed_at=self._unit.now,
                **LET_GO,
            )
        ).rowcount
        self._unit.counters.move(Moves({(message_id, DeliveryState.SENDING, DeliveryState.QUEUED): rows}))

    def requeue(
        self, message_id: int, state: DeliveryState, ids: Collection[int] | None = None
    ) -> tuple[int, int]:
        """Queue what stands in ``state``, or of it only ``ids``, for a person's sake.

        Addresses are those that the accounts have now; whoever cannot be reached any more is skipped.
        Returns how many were queued and skipped. The message's row is locked by now.
        """
        if state not in RETRIABLE_STATES:
            raise ValueError(state)
        chosen: list[_Condition] = [delivery.c.message_id == message_id, stands_in(state)]
        if ids is not None:
            chosen.append(delivery.c.id.in_(chosen_ids(self._connection, ids)))
        reason = _of_account(_reason_now())
        skipped = self._connection.execute(
            update(delivery)
            .where(*chosen, reason != "")
            .values(state=DeliveryState.SKIPPED.value, skip_reason=reason, changed_at=self._unit.now)
        ).rowcount
        queued = self._queue(chosen)
        if queued:
            TryRows(self._unit).note_wishes(queued)
        self._unit.counters.move(
            Moves(
                {
                    (message_id, state, DeliveryState.SKIPPED): skipped,
                    (message_id, state, DeliveryState.QUEUED): len(queued),
                }
            )
        )
        return len(queued), skipped

    def note(self, message_id: int, act: MessageAct, words: str = "") -> None:
        """Remember that ``act`` was done now, by whoever this transaction acts for."""
        row = {"message_id": message_id, "at": self._unit.now, "by": self._unit.actor}
        self._connection.execute(insert(message_event).values(**row, what=act.value, words=words))

    def events(self, message_id: int) -> list[MessageEvent]:
        """What was done to a message since the click, in order."""
        table = message_event
        rows = self._connection.execute(
            select(table).where(table.c.message_id == message_id).order_by(table.c.id)
        )
        return [MessageEvent(row.at, row.by, MessageAct(row.what), row.words) for row in rows]

    def last_tries(self, message_id: int) -> str:
        """A mark for each of the last tries of a message that were recorded."""
        known: str = self._connection.execute(
            select(_MESSAGE.c.last_tries).where(_MESSAGE.c.id == message_id)
        ).scalar_one()
        return known

    def _queue(self, chosen: Sequence[_Condition]) -> Sequence[int]:
        address = case(
            (delivery.c.channel == Channel.EMAIL.value, _of_account(account.c.email)),
            else_=delivery.c.address,
        )
        rows = self._connection.execute(
            update(delivery)
            .where(*chosen)
            .values(
                state=DeliveryState.QUEUED.value,
                address=address,
                words="",
                tries=0,
                next_try_at=AT_ONCE,
                changed_at=self._unit.now,
            )
            .returning(delivery.c.id)
        )
        return list(rows.scalars())


def _of_account(value: ColumnElement[str]) -> Any:
    """``value`` as the account of a delivery has it now."""
    statement: Select[Any] = (
        select(value)
        .select_from(recipient.join(account, account.c.id == recipient.c.account_id))
        .where(recipient.c.id == delivery.c.recipient_id)
        .correlate(delivery)
    )
    return statement.scalar_subquery()


def _reason_now() -> ColumnElement[str]:
    ways = {channel.value: skip_reason(channel, account.c.email, account.c.tws_access) for channel in Channel}
    return case(
        (account.c.status != AccountStatus.OPEN.value, literal(SkipReason.NOT_OPEN.value)),
        *((delivery.c.channel == letter, reason) for letter, reason in ways.items()),
        else_="",
    )
