"""Makes records of rows, whoever read them: SQLAlchemy, or the driver alone at the start."""

from __future__ import annotations

from typing import Any

from desktop.models.broker_message import BrokerLine
from desktop.models.channel import channels_of
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.notice import FROM_BROKER, FROM_FEED, FROM_STAGING, Notice, Priority
from desktop.models.office import Role, User
from desktop.models.phase import MessagePhase
from desktop.models.sent_line import SentLine


def totals_of(row: Any) -> DeliveryTotals:
    """The counters of a message's row."""
    return DeliveryTotals(**{state.value: getattr(row, state.value) for state in DeliveryState})


def sent_line(row: Any) -> SentLine:
    return SentLine(
        id=row.id,
        sent_at=row.sent_at,
        subject=row.subject,
        recipients=row.recipients,
        channels=channels_of(row.channels),
        totals=totals_of(row),
        phase=MessagePhase(row.phase),
        release_at=row.release_at,
        only_office_hours=row.only_office_hours,
        is_resend=row.resend_of is not None,
    )


def broker_line(row: Any) -> BrokerLine:
    return BrokerLine(
        row.id,
        row.sent_at,
        row.subject,
        row.type,
        row.type_name,
        row.recipients,
        channels_of(row.channels),
        Priority(row.priority),
        row.is_read,
        row.deleted_at,
    )


def notice_of(row: Any) -> Notice:
    return Notice(
        row.id,
        row.at,
        row.subject,
        row.body,
        Priority(row.priority),
        row.is_read,
        row.message_id,
        is_from_broker=row.origin == FROM_BROKER,
        is_of_staging=row.origin == FROM_STAGING,
        held_id=row.held_id,
        is_of_refused=row.origin == FROM_FEED,
    )


def user_of(row: Any) -> User:
    return User(row.id, row.user_id, row.name, row.email, Role(row.role), row.active, row.signature)
