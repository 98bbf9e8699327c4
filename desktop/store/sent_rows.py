"""What was sent, delivery by delivery, and its exact content."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, or_, select

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryLine, DeliveryState, SkipReason
from desktop.store.deliveries_apart import DeliveriesApart, ends_of
from desktop.store.delivery_states import stands_in
from desktop.store.listed import Listed, contains_all
from desktop.store.rows import Rows
from desktop.store.tables import bulletin_post, client_message, delivery, recipient

_JOINED = delivery.join(recipient, recipient.c.id == delivery.c.recipient_id)
# Deliveries were made in order of account number, so their ids are in that order.
_ORDERS = {"number": delivery.c.id, "state": delivery.c.state}


class SentRows(Rows):
    """The deliveries of sent messages."""

    def listed(
        self, message_id: int, words: Sequence[str], states: Collection[DeliveryState]
    ) -> Listed[DeliveryLine]:
        """A message's deliveries, by number or state; no ``states`` means all."""
        conditions = [delivery.c.message_id == message_id, *contains_all(recipient.c.search_text, words)]
        if states:
            conditions.append(or_(*map(stands_in, sorted(states))))
        made: dict[str, Any] = {
            "statement": _lines(),
            "source": _JOINED if words else delivery,
            "row_id": delivery.c.id,
            "orders": _ORDERS,
            "conditions": conditions,
            "record": _line,
        }
        if not self._unit.is_postgres:
            return Listed(self._connection, **made)
        # They were made together: between the first and the last id are at most those of messages sent at the same moment.
        conditions.append(delivery.c.id.between(*ends_of(self._connection, message_id)))
        if words:
            return Listed(self._connection, **made)
        return DeliveriesApart(self._connection, message_id, states, **made)

    def client_messages(self, account_id: int) -> list[tuple[int, str, Any]]:
        """What a client finds in the message center, newest first: delivery id, subject, time."""
        table = client_message
        rows = self._connection.execute(
            select(table.c.delivery_id, table.c.subject, table.c.sent_at)
            .where(table.c.account_id == account_id)
            .order_by(table.c.sent_at.desc(), table.c.id.desc())
        )
        return [(row.delivery_id, row.subject, row.sent_at) for row in rows]

    def bulletins(self, account_id: int) -> list[tuple[str, Any]]:
        """The bulletins posted to an account, newest first: text and time."""
        table = bulletin_post
        rows = self._connection.execute(
            select(table.c.body, table.c.posted_at)
            .where(table.c.account_id == account_id)
            .order_by(table.c.posted_at.desc(), table.c.id.desc())
        )
        return [(row.body, row.posted_at) for row in rows]


def _lines() -> Select[Any]:
    return select(delivery, recipient.c.account_id, recipient.c.number, recipient.c.title).select_from(
        _JOINED
    )


def _line(row: Row[Any]) -> DeliveryLine:
    return DeliveryLine(
        id=row.id,
        recipient_id=row.recipient_id,
        account_id=row.account_id,
        number=row.number,
        title=row.title,
        channel=Channel(row.channel),
        state=DeliveryState(row.state),
        address=row.address,
        words=row.words,
        skip_reason=SkipReason(row.skip_reason) if row.skip_reason else None,
        tries=row.tries,
        changed_at=row.changed_at,
        next_try_at=row.next_try_at,
    )
