"""The tables of the messages that are being written."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from desktop.store.tables import Id, Instant, metadata

draft = Table(
    "draft",
    metadata,
    Column("id", Id, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("owner", Id, ForeignKey("staff.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("writer", Text, nullable=False, server_default=""),
    Column("edits", Integer, nullable=False, server_default="0"),
    Column("form", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    Column("channels", Text, nullable=False, server_default=""),
    Column("recipients", Integer, nullable=False, server_default="0"),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("search_text", Text, nullable=False, server_default=""),
    Index("ix_draft_owner_changed_at_id", "owner", "changed_at", "id"),
)

# Apart, so that saving the words again and again does not write 100,000 recipients each time.
draft_recipients = Table(
    "draft_recipients",
    metadata,
    Column("draft_id", Id, ForeignKey("draft.id"), primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)
