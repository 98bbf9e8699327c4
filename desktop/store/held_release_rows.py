"""Hands held messages to the outbox when their time has come: many at once, each exactly once.

What goes out is copied in a handful of statements, however many messages and recipients there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    insert,
    literal,
    literal_column,
    select,
    union_all,
    update,
)

from desktop.models.broker_message import BrokerRecipient
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import RANKS, Channel
from desktop.models.delivery import DeliveryState
from desktop.models.held_message import StagingEvent
from desktop.models.outbox import AT_ONCE
from desktop.models.packed_values import unpacked
from desktop.models.phase import MessagePhase
from desktop.models.staging import HeldState
from desktop.store.broker_tables import broker_message, broker_recipient
from desktop.store.chosen import chosen_ids
from desktop.store.delivery_states import is_queued, stands_in
from desktop.store.held_rows import ended_place
from desktop.store.message_rows import COPIED, FOR_MANY, MANY, REFRESH, new_delivery, skip_reason
from desktop.store.rows import Rows
from desktop.store.staging_tables import held_event, held_message
from desktop.store.tables import account, delivery, outgoing_message, recipient

_HELD, _OUT = held_message.c, outgoing_message.c
# Written out, not bound: a partial index is used only where its condition can be read.
_LEAVES = _HELD.state == literal_column(f"'{HeldState.LEAVING.value}'")
_MOST_RECIPIENTS = 20_000


class HeldReleaseRows(Rows):
    """Whoever decides and whoever releases change the same row of a message: one of them is first."""

    def next_at(self) -> datetime | None:
        """When the next held message goes out by itself; None where none does."""
        found: datetime | None = self._connection.execute(
            select(func.min(_HELD.release_at)).where(_HELD.release_at.is_not(None))
        ).scalar_one()
        return found

    def due(self, limit: int, undo: timedelta) -> list[int]:
        """The messages whose time has come, the earliest first, held fast until the transaction ends.

        Of what is being sent also what a clock that was set back since has put too far ahead.
        """
        now = self._unit.now
        found = [
            *self._locked(and_(_HELD.release_at.is_not(None), _HELD.release_at <= now), limit),
            *self._locked(and_(_LEAVES, _HELD.release_at > now + undo + timedelta(minutes=1)), limit),
        ]
        return self._bounded(found[:limit])

    def is_due(self, undo: timedelta) -> bool:
        """Whether ``due`` would find anything by a clock that was set back."""
        far = self._unit.now + undo + timedelta(minutes=1)
        found = select(_HELD.message_id).where(_LEAVES, _HELD.release_at > far).limit(1)
        return self._connection.execute(found).first() is not None

    def types(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """Id and type of each of these."""
        among = broker_message.c.id.in_(chosen_ids(self._connection, ids))
        rows = self._connection.execute(select(broker_message.c.id, broker_message.c.type).where(among))
        return [(row.id, row.type) for row in rows]

    def late(self, ids: Sequence[int], before: datetime) -> int:
        """How many of these should have gone out before then."""
        among = _HELD.message_id.in_(chosen_ids(self._connection, ids))
        counted = select(func.count()).where(among, _HELD.release_at < before)
        return self._connection.execute(counted).scalar_one()

    def recipients(
        self, message_id: int, outgoing_id: int, first: int, most: int
    ) -> dict[int, BrokerRecipient]:
        """Recipients of a released message by account: at most so many, from the recipient ``first`` on."""
        names = select(broker_message.c.value_names).where(broker_message.c.id == message_id)
        known = tuple(json.loads(self._connection.execute(names).scalar_one_or_none() or "[]"))
        found = (
            select(recipient.c.account_id, recipient.c.number, recipient.c.title, broker_recipient.c.filled)
            .join(
                broker_recipient,
                and_(
                    broker_recipient.c.message_id == message_id,
                    broker_recipient.c.account_id == recipient.c.account_id,
                ),
            )
            .where(recipient.c.message_id == outgoing_id, recipient.c.id >= first)
            .order_by(recipient.c.id)
            .limit(most)
        )
        return {
            row.account_id: BrokerRecipient(
                row.account_id, row.number, row.title, unpacked(known, row.filled)
            )
            for row in self._connection.execute(found)
        }

    def release(self, ids: Sequence[int]) -> list[int]:
        """Put these into the outbox; returns the messages made of them of which nothing can be delivered."""
        if not ids:
            return []
        among = chosen_ids(self._connection, ids)
        many = self._unit.is_postgres and self._recipients_of(ids) >= MANY
        if many:
            self._connection.execute(FOR_MANY)
        self._end(ids)
        self._connection.execute(self._messages(ids))
        made = list(
            self._connection.execute(
                select(_OUT.id).where(_OUT.broker_message_id.in_(among)).order_by(_OUT.id)
            ).scalars()
        )
        if len(made) != len(ids):
            raise RuntimeError
        self._connection.execute(self._people(made))
        self._connection.execute(self._deliveries(made))
        self._count(made)
        self._link(ids)
        if many:
            self._unit.afterwards(*REFRESH)
        self._touch(ids, made)
        nothing = select(_OUT.id).where(_OUT.id.in_(chosen_ids(self._connection, made)), _OUT.queued == 0)
        return list(self._connection.execute(nothing).scalars())

    def _locked(self, condition: Any, limit: int) -> list[int]:
        found = select(_HELD.message_id).where(condition).order_by(_HELD.release_at, _HELD.message_id)
        if self._unit.is_postgres:
            found = found.with_for_update(skip_locked=True)
        return list(self._connection.execute(found.limit(limit)).scalars())

    def _bounded(self, ids: list[int]) -> list[int]:
        """So many of them that others need not wait long for the transaction's end; at least one."""
        if not ids:
            return []
        among = broker_message.c.id.in_(chosen_ids(self._connection, ids))
        rows = self._connection.execute(select(broker_message.c.id, broker_message.c.recipients).where(among))
        sizes, total = {row.id: row.recipients for row in rows}, 0
        kept: list[int] = []
        for each in ids:
            total += sizes[each]
            if kept and total > _MOST_RECIPIENTS:
                break
            kept.append(each)
        return kept

    def _recipients_of(self, ids: Sequence[int]) -> int:
        among = broker_message.c.id.in_(chosen_ids(self._connection, ids))
        total = select(func.coalesce(func.sum(broker_message.c.recipients), 0)).where(among)
        return int(self._connection.execute(total).scalar_one())

    def _end(self, ids: Sequence[int]) -> None:
        """They are delivered from now on; if one was not to be, nothing of this transaction may last."""
        among = _HELD.message_id.in_(chosen_ids(self._connection, ids))
        ended = self._connection.execute(
            update(held_message)
            .where(among, _HELD.release_at.is_not(None))
            .values(
                state=HeldState.DELIVERED.value,
                version=_HELD.version + 1,
                release_at=None,
                released_at=self._unit.now,
                place=ended_place(self._unit.now),
            )
        ).rowcount
        if ended != len(ids):
            raise RuntimeError
        event = {"at": self._unit.now, "by": "", "what": StagingEvent.RELEASED.value}
        self._connection.execute(insert(held_event), [{"message_id": number, **event} for number in ids])

    def _messages(self, ids: Sequence[int]) -> Any:
        source = (
            select(
                literal("ib-") + func.cast(broker_message.c.id, outgoing_message.c.uid.type),
                broker_message.c.id,
                broker_message.c.subject,
                broker_message.c.channels,
                literal(False, _OUT.branded.type),
                _HELD.decided_by,
                literal(self._unit.now, _OUT.sent_at.type),
                literal(0),
                literal(MessagePhase.RUNNING.value),
            )
            .join(held_message, _HELD.message_id == broker_message.c.id)
            .where(broker_message.c.id.in_(chosen_ids(self._connection, ids)))
            .order_by(_HELD.deliver_at, broker_message.c.id)
        )
        names = ["uid", "broker_message_id", "subject", "channels", "branded", "sent_by", "sent_at"]
        return insert(outgoing_message).from_select([*names, "recipients", "phase"], source)

    def _people(self, made: Sequence[int]) -> Any:
        copied = [name for name in COPIED if name != "title"]
        source = (
            select(_OUT.id, account.c.id, broker_recipient.c.title, *(account.c[name] for name in copied))
            .select_from(outgoing_message)
            .join(broker_recipient, broker_recipient.c.message_id == _OUT.broker_message_id)
            .join(account, account.c.id == broker_recipient.c.account_id)
            .where(_OUT.id.in_(chosen_ids(self._connection, made)))
            .order_by(_OUT.id, account.c.number)
        )
        return insert(recipient).from_select(["message_id", "account_id", "title", *copied], source)

    def _deliveries(self, made: Sequence[int]) -> Any:
        ways = union_all(*(self._way(made, channel) for channel in Channel)).subquery()
        kind = delivery.c.changed_at.type
        due, moment = literal(AT_ONCE, kind), literal(self._unit.now, kind)
        source = select(*ways.c, due, moment).order_by(ways.c.id)
        return insert(delivery).from_select([*ways.c.keys(), "next_try_at", "changed_at"], source)

    def _way(self, made: Sequence[int], channel: Channel) -> Select[Any]:
        reason = skip_reason(channel, recipient.c.email, recipient.c.tws_access)
        address = recipient.c.email if channel is Channel.EMAIL else recipient.c.number
        rank, letter = literal(RANKS[channel]), literal(channel.value)
        told = recipient.c.message_id, recipient.c.id, rank, letter, address, reason
        return (
            select(*new_delivery(*told))
            .join(outgoing_message, _OUT.id == recipient.c.message_id)
            .where(
                recipient.c.message_id.in_(chosen_ids(self._connection, made)),
                _OUT.channels.contains(channel.value),
            )
        )

    def _count(self, made: Sequence[int]) -> None:
        """Note how many there are; a delivery that has just been made is queued or skipped."""
        people = select(func.count()).where(recipient.c.message_id == _OUT.id)

        def count(those: ColumnElement[bool]) -> Any:
            counted = select(func.count()).where(delivery.c.message_id == _OUT.id, those)
            return counted.correlate(outgoing_message).scalar_subquery()

        self._connection.execute(
            update(outgoing_message)
            .where(_OUT.id.in_(chosen_ids(self._connection, made)))
            .values(
                recipients=people.correlate(outgoing_message).scalar_subquery(),
                queued=count(is_queued()),
                skipped=count(stands_in(DeliveryState.SKIPPED)),
            )
        )

    def _link(self, ids: Sequence[int]) -> None:
        """They stand in Sent By IB from now on, and lead to their deliveries."""
        among = chosen_ids(self._connection, ids)
        out = select(_OUT.id).where(_OUT.broker_message_id == _HELD.message_id)
        self._connection.execute(
            update(held_message)
            .where(_HELD.message_id.in_(among))
            .values(outgoing_id=out.correlate(held_message).scalar_subquery())
        )
        self._connection.execute(
            update(broker_message).where(broker_message.c.id.in_(among)).values(held_at=None)
        )

    def _touch(self, ids: Sequence[int], made: Sequence[int]) -> None:
        self._unit.touch(Subject.STAGING, ChangeKind.CHANGED, *ids)
        self._unit.touch(Subject.BROKER_MESSAGES, ChangeKind.CREATED, *ids)
        self._unit.touch(Subject.MESSAGES, ChangeKind.CREATED, *made)
