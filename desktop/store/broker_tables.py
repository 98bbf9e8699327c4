"""The tables of what the broker sends: messages, whom they concern, notices' origin, and refused lines of its feed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from desktop.store.tables import Id, Instant, metadata, partial


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="" if default else None)


SPAN_BITS = 39
"""So many bits of a message's id say where it stands in a span of time, which is six days (see ``message_order``)."""
SPAN = f"(message_id >> {SPAN_BITS})"

feed_record = Table(
    "feed_record",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind", default=False),
    Column("print", LargeBinary, nullable=False),
    Column("target", Id, nullable=False),
)
"""Every record ever taken, by the broker's id; ``target`` is the row that was made of it."""

broker_type = Table(
    "broker_type",
    metadata,
    Column("type", Text, primary_key=True),
    _text("name"),
)

broker_message = Table(
    "broker_message",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _text("broker_id", default=False),
    _text("type", default=False),
    _text("type_name"),
    _text("priority", default=False),
    Column("sent_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("deliver_at", Instant),
    _text("subject"),
    _text("body"),
    _text("format", default=False),
    _text("original"),
    _text("channels"),
    Column("recipients", Integer, nullable=False),
    _text("value_names"),
    Column("is_read", Boolean, nullable=False),
    Column("deleted_at", Instant),
    _text("search_text"),
    Column("held_at", Instant),
    Index("ix_broker_message_type_id", "type", "id"),
    Index("ix_broker_message_type_name_id", "type_name", "id"),
    Index("ix_broker_message_recipients_id", "recipients", "id"),
    partial("ix_broker_message_unread", "id", where="NOT is_read"),
    partial("ix_broker_message_deleted", "deleted_at", where="deleted_at IS NOT NULL"),
)

broker_recipient = Table(
    "broker_recipient",
    metadata,
    Column("message_id", Id, ForeignKey("broker_message.id"), primary_key=True, autoincrement=False),
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    _text("title"),
    _text("filled"),
    Index("ix_broker_recipient_span", text(SPAN), "account_id", "message_id"),
    sqlite_with_rowid=False,
)
"""Whom a message concerns. By account within a span of time (see ``concerned``), so that the index grows at its end."""

broker_unindexed = Table(
    "broker_unindexed",
    metadata,
    Column("message_id", Id, primary_key=True, autoincrement=False),
)
"""Messages whose words are not in the index yet."""

broker_block = Table(
    "broker_block",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("first_id", Id, nullable=False),
    Column("last_id", Id, nullable=False),
    Column("size", Integer, nullable=False),
    Column("message_ids", LargeBinary, nullable=False),
)
"""Messages whose words were indexed together (see ``broker_blocks``)."""

broker_gram = Table(
    "broker_gram",
    metadata,
    Column("block_id", Id, primary_key=True, autoincrement=False),
    Column("gram", Id, primary_key=True, autoincrement=False),
    Column("places", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Which messages of a block have these three letters in a row."""

feed_refusal = Table(
    "feed_refusal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("print", LargeBinary, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    _text("file"),
    Column("line", Integer, nullable=False),
    _text("reason"),
    _text("text"),
    Column("is_whole", Boolean, nullable=False),
    Column("settled_at", Instant),
    _text("settled_by"),
    _text("settled_as"),
    _text("search_text"),
    partial("ix_feed_refusal_open", "id", where="settled_at IS NULL"),
)
"""Lines that were refused. A settled one stays: ``settled_as`` is the line as it was taken, empty if discarded."""
