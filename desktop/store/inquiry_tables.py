"""The tables of inquiries to the broker and their threads."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from desktop.store.tables import Id, Instant, metadata, partial


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


inquiry = Table(
    "inquiry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("uid", Text),
    _text("subject"),
    Column("status", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_read", Boolean, nullable=False),
    Column("message_id", Id, ForeignKey("broker_message.id")),
    _text("opened_by"),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    _text("latest"),
    _text("search_text"),
    Index("ix_inquiry_is_open_changed_at_id", "is_open", "changed_at", "id"),
    Index("ix_inquiry_message_id", "message_id"),
    Index("ix_inquiry_uid", "uid", unique=True),
)
"""``uid`` was chosen by the form it was written in, which may submit it again where no answer came."""

inquiry_entry = Table(
    "inquiry_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("inquiry_id", Id, ForeignKey("inquiry.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    _text("by"),
    _text("body"),
    _text("files"),
    _text("step"),
    Column("handed_at", Instant),
    partial("ix_inquiry_entry_waiting", "id", where="handed_at IS NULL"),
)
"""``by`` is empty where the broker wrote it; ``files`` are JSON; ``step`` is what the entry did to the status.

``handed_at`` is empty while the broker's side has still to get the entry; it has its own from the beginning.
"""

stray_reply = Table(
    "stray_reply",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Text, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    _text("body"),
    Column("closes", Boolean, nullable=False),
)
"""Answers to a number that no inquiry has: kept and told, and joined to the inquiry should it appear."""
