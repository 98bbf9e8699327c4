"""Outgoing messages in the store: sent in one statement per channel, listed by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    Row,
    Select,
    case,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import array

from desktop.models.account import AccountLine, AccountStatus
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import RANKS, Channel, channel_letters, channels_of
from desktop.models.delivery import DeliveryState, SkipReason
from desktop.models.folding import fold
from desktop.models.missing_rule import as_json, from_json
from desktop.models.outbox import AT_ONCE, SendOrder
from desktop.models.outgoing import OutgoingMessage
from desktop.models.phase import MessagePhase
from desktop.models.sent_line import SentLine
from desktop.store.chosen import chosen_ids, is_chosen
from desktop.store.delivery_ids import id_of
from desktop.store.delivery_states import stands_in
from desktop.store.enclosed import attachments_in, attachments_text, variants_in, variants_text
from desktop.store.listed import Listed, contains_all
from desktop.store.records import sent_line, totals_of
from desktop.store.rows import Rows
from desktop.store.tables import account, delivery, outgoing_message, recipient

_MESSAGE = outgoing_message
MANY = 1_000
"""From so many recipients on the statistics of the tables do not fit any more."""
COPIED = (
    "number", "title", "email", "account_type", "client_id", "username", "language", "phone", "city",
    "country", "opened_on", "tws_access", "search_text",
)  # fmt: skip
# So much is put into order in memory, not in files, and planned for the accounts that are chosen. These are read from
# memory too: said so, the server walks along their order where it would else sort them, in four times the time.
FOR_MANY = text(
    "SELECT set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('seq_page_cost', '0.1', true), set_config('random_page_cost', '0.1', true),"
    " set_config('jit', 'off', true)"
)
# The statistics, once the message is queued: without them its claims are planned as if there were none. What is
# looked at for them does not grow with the tables: 6,000 rows of each, not 30,000.
REFRESH = (
    text("SET LOCAL default_statistics_target = 20"),
    text(
        "ANALYZE delivery (id, message_id, recipient_id, channel, state, next_try_at),"
        " recipient (message_id, account_id)"
    ),
)
_ORDERS = {
    "sent_at": _MESSAGE.c.sent_at,
    "subject": _MESSAGE.c.search_text,
    "recipients": _MESSAGE.c.recipients,
    "channels": _MESSAGE.c.channels,
}


class MessageRows(Rows):
    """The messages the office has sent."""

    def send(self, order: SendOrder, branding_id: int | None) -> int:
        """Put a message and all its deliveries into the outbox; returns the message's id.

        Accounts that are not open any more are left out. Whoever cannot be reached over a channel
        has a delivery that is skipped, with the reason.
        """
        message_id: int = self._connection.execute(
            insert(_MESSAGE).values(self._values(order, branding_id)).returning(_MESSAGE.c.id)
        ).scalar_one()
        many = self._unit.is_postgres and len(order.accounts) >= MANY
        if many:
            self._connection.execute(FOR_MANY)
        before = self._connection.execute(select(func.coalesce(func.max(recipient.c.id), 0))).scalar_one()
        people = self._rows_made(self._recipients(message_id, order.accounts))
        deliveries = self._rows_made(self._deliveries(message_id, order.channels, before))
        if deliveries != people * len(order.channels):
            # Whatever the store has done, nobody is forgotten: then nothing of the message is queued.
            raise RuntimeError(f"{deliveries} deliveries for {people} recipients over {order.channels}")
        self._count(message_id, people, deliveries)
        if many:
            self._unit.afterwards(*REFRESH)
        self._unit.touch(Subject.MESSAGES, ChangeKind.CREATED, message_id)
        return message_id

    def sent_as(self, uid: str) -> int | None:
        """The message that was sent under this uid, or None."""
        return self._connection.execute(
            select(_MESSAGE.c.id).where(_MESSAGE.c.uid == uid)
        ).scalar_one_or_none()

    def get(self, message_id: int) -> OutgoingMessage | None:
        """The message, or None."""
        row = self._connection.execute(select(_MESSAGE).where(_MESSAGE.c.id == message_id)).one_or_none()
        return None if row is None else _message(row)

    def branding_id(self, message_id: int) -> int | None:
        """The branding it was sent with."""
        found: int | None = self._connection.execute(
            select(_MESSAGE.c.branding_id).where(_MESSAGE.c.id == message_id)
        ).scalar_one()
        return found

    def origin(self, message_id: int) -> tuple[str, str]:
        """The message's own part of every Message-ID, and the name of its sender."""
        row = self._connection.execute(
            select(_MESSAGE.c.uid, _MESSAGE.c.sender_name).where(_MESSAGE.c.id == message_id)
        ).one()
        return row.uid, row.sender_name

    def listed(self, words: Sequence[str]) -> Listed[SentLine]:
        """Sent By Me: messages that the office wrote whose subject has all the words.

        Ordered by sent_at, subject, recipients or channels.
        """
        conditions = [_MESSAGE.c.broker_message_id.is_(None), *contains_all(_MESSAGE.c.search_text, words)]
        return Listed(
            self._connection, select(_MESSAGE), _MESSAGE, _MESSAGE.c.id, _ORDERS, conditions, sent_line
        )

    def accounts_of(self, message_id: int) -> tuple[int, ...]:
        """The accounts a message was sent to, in order of number."""
        statement = select(recipient.c.account_id).where(recipient.c.message_id == message_id)
        return tuple(self._connection.execute(statement.order_by(recipient.c.number)).scalars())

    def unreachable(
        self, accounts: Iterable[int], channel: Channel, limit: int
    ) -> tuple[dict[SkipReason, int], list[tuple[AccountLine, SkipReason]]]:
        """Who of ``accounts`` cannot be reached over ``channel``: counted by reason, the first named."""
        reason = skip_reason(channel, account.c.email, account.c.tws_access).label("reason")
        line = (account.c.id, account.c.number, account.c.title, account.c.email, account.c.username)
        chosen = chosen_ids(self._connection, accounts)
        found = select(*line, account.c.tws_access, reason).where(account.c.id.in_(chosen)).subquery()
        counts = select(found.c.reason, func.count()).where(found.c.reason != "").group_by(found.c.reason)
        first = select(found).where(found.c.reason != "").order_by(found.c.number).limit(limit)
        return (
            {SkipReason(row[0]): row[1] for row in self._connection.execute(counts)},
            [(AccountLine(*row[:6]), SkipReason(row.reason)) for row in self._connection.execute(first)],
        )

    def _values(self, order: SendOrder, branding_id: int | None) -> dict[str, Any]:
        return {
            "uid": order.uid,
            "subject": order.subject,
            "content": order.content,
            "channels": channel_letters(order.channels),
            "reply_to": order.reply_to,
            "branded": order.branded,
            "variants": variants_text(order.variants),
            "attachments": attachments_text(order.attachments),
            "branding_id": branding_id if order.branded else None,
            "signature": order.signature,
            "signature_user": order.signature_user,
            "sender_name": order.sender_name,
            "office_name": order.office_name,
            "letter_day": order.letter_day,
            "missing_rules": as_json(order.missing),
            "sent_by": self._unit.actor,
            "sent_at": self._unit.now,
            "recipients": 0,
            "template_id": order.template_id,
            "resend_of": order.resend_of,
            "search_text": fold(order.subject),
            "phase": (MessagePhase.WAITING if order.release_at else MessagePhase.RUNNING).value,
            "release_at": order.release_at,
            "scheduled": order.scheduled,
            "only_office_hours": order.only_office_hours,
        }

    def _recipients(self, message_id: int, accounts: Iterable[int]) -> Insert:
        source = (
            select(literal(message_id), account.c.id, *(account.c[name] for name in COPIED))
            .where(is_chosen(self._connection, account.c.id, accounts))
            .where(account.c.status == AccountStatus.OPEN)
            .order_by(account.c.number)
        )
        return insert(recipient).from_select(["message_id", "account_id", *COPIED], source)

    def _deliveries(self, message_id: int, channels: Iterable[Channel], before: int) -> Insert:
        """For each recipient one over each channel, in the order of their ids, which come behind ``before``."""
        listed = [channel for channel in Channel if channel in set(channels)]
        kind = delivery.c.changed_at.type
        due, moment = literal(AT_ONCE, kind), literal(self._unit.now, kind)
        if self._unit.is_postgres:
            ways = self._ways_of_each(message_id, listed, before).subquery()
            source = select(*ways.c, due, moment)
        else:
            ways = union_all(*(self._way(message_id, channel) for channel in listed)).subquery()
            source = select(*ways.c, due, moment).order_by(ways.c.id)
        return insert(delivery).from_select([*ways.c.keys(), "next_try_at", "changed_at"], source)

    def _way(self, message_id: int, channel: Channel) -> Select[Any]:
        """How each recipient is reached over ``channel``."""
        reason = skip_reason(channel, recipient.c.email, recipient.c.tws_access)
        address = recipient.c.email if channel is Channel.EMAIL else recipient.c.number
        told = literal(message_id), recipient.c.id, literal(RANKS[channel]), literal(channel.value)
        columns = new_delivery(*told, address, reason)
        return select(*columns).where(recipient.c.message_id == message_id)

    def _ways_of_each(self, message_id: int, channels: Sequence[Channel], before: int) -> Select[Any]:
        """How one recipient after the other is reached: read once in order, which spares to sort what comes of them.

        Read from behind ``before``: along that order, all recipients of earlier messages stand first.
        """
        columns = (recipient.c[name] for name in ("id", "number", "email", "tws_access"))
        ours = recipient.c.message_id == message_id, recipient.c.id > before
        people = select(*columns).where(*ours).order_by(recipient.c.id).subquery()
        # The places of the channels, since numbers are compared in a fraction of the time that letters take.
        ranks = array([RANKS[channel] for channel in channels], type_=Integer())
        each = select(people, func.unnest(ranks, type_=Integer()).label("rank")).subquery().c
        letter = case({RANKS[channel]: channel.value for channel in channels}, value=each.rank)
        reason = case(
            {RANKS[channel]: skip_reason(channel, each.email, each.tws_access) for channel in channels},
            value=each.rank,
        )
        address = case((each.rank == RANKS[Channel.EMAIL], each.email), else_=each.number)
        return select(*new_delivery(literal(message_id), each.id, each.rank, letter, address, reason))

    def _rows_made(self, statement: Insert) -> int:
        return self._connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount

    def _count(self, message_id: int, people: int, deliveries: int) -> None:
        """Note how many there are; a delivery that has just been made is queued or skipped."""
        is_skipped = delivery.c.message_id == message_id, stands_in(DeliveryState.SKIPPED)
        skipped = self._connection.execute(select(func.count()).where(*is_skipped)).scalar_one()
        self._connection.execute(
            update(_MESSAGE)
            .where(_MESSAGE.c.id == message_id)
            .values(recipients=people, queued=deliveries - skipped, skipped=skipped)
        )


def new_delivery(
    message_id: ColumnElement[int],
    recipient_id: ColumnElement[int],
    rank: ColumnElement[int],
    channel: ColumnElement[str],
    address: ColumnElement[str],
    reason: ColumnElement[str],
) -> list[ColumnElement[Any]]:
    """The columns of a new delivery, which is skipped where there is a ``reason``; ``rank`` is the channel's."""
    state = case((reason != "", DeliveryState.SKIPPED.value), else_=DeliveryState.QUEUED.value)
    values: dict[str, ColumnElement[Any]] = {
        "id": id_of(recipient_id, rank),
        "message_id": message_id,
        "recipient_id": recipient_id,
        "channel": channel,
        "state": state,
        "address": address,
        "skip_reason": reason,
    }
    return [value.label(name) for name, value in values.items()]


def skip_reason(channel: Channel, email: ColumnElement[str], tws: ColumnElement[bool]) -> ColumnElement[str]:
    """Why an account with this address and access is not reached over ``channel``; empty if it is."""
    if channel is Channel.EMAIL:
        return case(
            (email == "", SkipReason.NO_EMAIL.value),
            (~email.contains("@"), SkipReason.INVALID_EMAIL.value),
            else_="",
        )
    if channel is Channel.BULLETIN:
        return case((tws.is_(False), SkipReason.NO_TWS_ACCESS.value), else_="")
    return literal("")


def _message(row: Row[Any]) -> OutgoingMessage:
    return OutgoingMessage(
        id=row.id,
        subject=row.subject,
        content=row.content,
        channels=channels_of(row.channels),
        reply_to=row.reply_to,
        branded=row.branded,
        signature=row.signature,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
        recipients=row.recipients,
        template_id=row.template_id,
        resend_of=row.resend_of,
        totals=totals_of(row),
        signature_user=row.signature_user,
        office_name=row.office_name,
        letter_day=row.letter_day,
        phase=MessagePhase(row.phase),
        release_at=row.release_at,
        scheduled=row.scheduled,
        only_office_hours=row.only_office_hours,
        paused_by=row.paused_by,
        paused_at=row.paused_at,
        pause_reason=row.pause_reason,
        variants=variants_in(row.variants),
        attachments=attachments_in(row.attachments),
        missing=from_json(row.missing_rules),
        broker_message_id=row.broker_message_id,
    )
