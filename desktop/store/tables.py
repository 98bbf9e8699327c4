"""The tables, the same on SQLite and PostgreSQL.

Instants are microseconds since 1970 in UTC, so that they order, compare and index alike on both.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from desktop.models.channel import Channel
from desktop.models.delivery import IDS_EACH, DeliveryState
from desktop.store.instants import instant, micros


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant(value)


# SQLite numbers rows by itself only where the key is INTEGER; PostgreSQL should count beyond 2^31.
Id = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="" if default else None)


def partial(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which ``where`` holds.

    The migrations make it so. Said in SQLAlchemy's own way it would load the dialects of both kinds
    of store at every start.
    """
    return Index(name, *columns, info={"where": where})


def _due(channel: Channel) -> Index:
    """What is queued for one channel, apart from the others: then what a fan-out adds comes last in each."""
    name = f"ix_delivery_due_{channel.name.lower()}"
    where = f"state = '{DeliveryState.QUEUED.value}' AND channel = '{channel.value}'"
    return partial(name, "message_id", "next_try_at", "id", where=where)


def _own(column: str) -> Index:
    """Sent By Me in this order: what the office wrote itself, however much of the broker's goes out beside it."""
    return partial(f"ix_outgoing_message_{column}_id", column, "id", where="broker_message_id IS NULL")


def _by_construction(column: str) -> ForeignKey:
    """A reference that PostgreSQL is not asked to check: row by row that takes half the time of a fan-out.

    It is written in the transaction, or the very statement, that has the rows it names, of which none is
    ever deleted.
    """
    return ForeignKey(column, info={"unchecked_on": "postgresql"})


setting = Table("setting", metadata, Column("key", Text, primary_key=True), _text("value", default=False))

branding = Table(
    "branding",
    metadata,
    Column("id", Id, primary_key=True),
    Column("logo", LargeBinary, nullable=False),
    _text("banner_colour"),
    _text("text_colour"),
    _text("footer"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Text, nullable=False, unique=True),
    _text("name"),
    _text("email"),
    _text("role", default=False),
    Column("active", Boolean, nullable=False),
    _text("signature"),
)

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    _text("title"),
    _text("account_type"),
    _text("status", default=False),
    _text("client_id"),
    _text("tax_id"),
    _text("email"),
    _text("phone"),
    _text("language"),
    _text("username"),
    _text("device_type"),
    _text("device_serial"),
    Column("tws_access", Boolean, nullable=False),
    _text("address_line1"),
    _text("city"),
    _text("region"),
    _text("postal_code"),
    _text("country"),
    _text("opened_on"),
    _text("search_text"),
    Index("ix_account_status_number", "status", "number"),
    Index("ix_account_client_id", "client_id"),
)

banking_instruction = Table(
    "banking_instruction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("instruction_id", Text, nullable=False, unique=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False, index=True),
    _text("kind"),
    _text("direction"),
    _text("bank_name"),
    _text("account_ending"),
    _text("currency"),
    _text("nickname"),
)

import_plan = Table(
    "import_plan",
    metadata,
    Column("shape", Text, primary_key=True),
    _text("kind", default=False),
    _text("format", default=False),
    _text("encoding"),
    _text("delimiter"),
    _text("sheet"),
    _text("places", default=False),
)

template = Table(
    "template",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    _text("name"),
    _text("subject"),
    _text("content"),
    _text("channels"),
    Column("branded", Boolean, nullable=False),
    _text("changed_by"),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    _text("search_text"),
    Column("folder_id", Id, ForeignKey("template_folder.id")),
    Column("used", Integer, nullable=False, server_default="0"),
    Column("last_used_at", Instant),
    _text("variants"),
    _text("attachments"),
    Index("ix_template_name_id", "name", "id"),
    Index("ix_template_changed_at_id", "changed_at", "id"),
)

outgoing_message = Table(
    "outgoing_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    _text("subject"),
    _text("content"),
    _text("channels"),
    _text("reply_to"),
    Column("branded", Boolean, nullable=False),
    Column("branding_id", Id, ForeignKey("branding.id")),
    _text("signature"),
    Column("signature_user", Id, ForeignKey("staff.id")),
    _text("sender_name"),
    _text("office_name"),
    _text("letter_day"),
    _text("missing_rules"),
    _text("sent_by"),
    Column("sent_at", Instant, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("template_id", Id, ForeignKey("template.id")),
    Column("resend_of", Id, ForeignKey("outgoing_message.id")),
    Column("queued", Integer, nullable=False, server_default="0"),
    Column("sending", Integer, nullable=False, server_default="0"),
    Column("delivered", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("skipped", Integer, nullable=False, server_default="0"),
    Column("unconfirmed", Integer, nullable=False, server_default="0"),
    Column("cancelled", Integer, nullable=False, server_default="0"),
    Column("phase", Text, nullable=False, server_default="running"),
    Column("release_at", Instant),
    Column("scheduled", Boolean, nullable=False, server_default=false()),
    Column("only_office_hours", Boolean, nullable=False, server_default=false()),
    _text("paused_by"),
    Column("paused_at", Instant),
    _text("pause_reason"),
    _text("last_tries"),
    _text("search_text"),
    _text("variants"),
    _text("attachments"),
    # What it hands out for the broker: a message that was held. Empty where the office wrote it.
    Column("broker_message_id", Id),
    *map(_own, ("sent_at", "search_text", "recipients", "channels")),
    Index(
        "uq_outgoing_message_broker_message",
        "broker_message_id",
        unique=True,
        info={"where": "broker_message_id IS NOT NULL"},
    ),
    partial("ix_outgoing_message_open", "id", where="queued + sending > 0"),
    partial("ix_outgoing_message_running", "id", where="phase = 'running' AND queued > 0"),
    partial("ix_outgoing_message_waiting", "release_at", where="phase = 'waiting'"),
)

recipient = Table(
    "recipient",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, _by_construction("outgoing_message.id"), nullable=False),
    Column("account_id", Id, _by_construction("account.id"), nullable=False),
    _text("number"),
    _text("title"),
    _text("email"),
    _text("account_type"),
    _text("client_id"),
    _text("username"),
    _text("language"),
    _text("phone"),
    _text("city"),
    _text("country"),
    _text("opened_on"),
    Column("tws_access", Boolean, nullable=False),
    _text("search_text"),
    UniqueConstraint("message_id", "account_id"),
)

delivery = Table(
    "delivery",
    metadata,
    # Made of its recipient's and its channel (delivery_ids).
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("message_id", Id, _by_construction("outgoing_message.id"), nullable=False),
    Column("recipient_id", Id, _by_construction("recipient.id"), nullable=False),
    _text("channel", default=False),
    _text("state", default=False),
    _text("address"),
    _text("words"),
    _text("skip_reason"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant, nullable=False),
    _text("holder"),
    Column("held_until", Instant),
    Column("begun", Boolean, nullable=False, server_default=false()),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("recipient_id", "channel", info={"only_on": "sqlite"}),
    # There the key keeps it, and this finds what was counted before.
    Index(
        "ix_delivery_counted",
        "recipient_id",
        info={"only_on": "postgresql", "where": f"id / {IDS_EACH} <> recipient_id"},
    ),
    # PostgreSQL finds a message's deliveries between the first and the last of them (sent_rows).
    Index("ix_delivery_message_id_id", "message_id", "id", info={"only_on": "sqlite"}),
    # There without what is queued, which stands in the next ones alone (delivery_states).
    Index("ix_delivery_message_id_state_id", "message_id", "state", "id"),
    *map(_due, Channel),
    partial("ix_delivery_sending", "held_until", where="state = 'sending'"),
)

sent_base = Table(
    "sent_base",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("outgoing_message.id"), nullable=False, index=True),
    _text("channel", default=False),
    Column("dictionary", LargeBinary, nullable=False),
    Column("tail", LargeBinary, nullable=False),
    Column("tail_of", Id, ForeignKey("sent_base.id")),
)

sent_content = Table(
    "sent_content",
    metadata,
    Column("delivery_id", Id, _by_construction("delivery.id"), primary_key=True, autoincrement=False),
    Column("base_id", Id, _by_construction("sent_base.id"), nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

client_message = Table(
    "client_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("delivery_id", Id, ForeignKey("delivery.id"), nullable=False, unique=True),
    _text("subject"),
    Column("sent_at", Instant, nullable=False),
    Index("ix_client_message_account_id_sent_at", "account_id", "sent_at"),
)

bulletin_post = Table(
    "bulletin_post",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("delivery_id", Id, ForeignKey("delivery.id"), nullable=False, unique=True),
    _text("body"),
    Column("posted_at", Instant, nullable=False),
    Index("ix_bulletin_post_account_id_posted_at", "account_id", "posted_at"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    _text("subject"),
    _text("body"),
    _text("priority", default=False),
    Column("is_read", Boolean, nullable=False),
    Column("message_id", Id, ForeignKey("outgoing_message.id")),
    _text("search_text"),
    _text("origin"),
    Column("held_id", Id),
    Index("ix_notice_at_id", "at", "id"),
    partial("ix_notice_unread", "id", where="NOT is_read"),
)

change_log = Table(
    "change_log",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    _text("origin", default=False),
    _text("actor"),
    _text("touches", default=False),
    sqlite_autoincrement=True,
)

worker = Table(
    "worker",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
    _text("standing"),
)
