"""The table of mails to the office's own users."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, false

from desktop.store.tables import Id, Instant, metadata, partial


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="" if default else None)


office_mail = Table(
    "office_mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    _text("kind", default=False),
    Column("user_id", Id, nullable=False),
    _text("user_name"),
    _text("address"),
    _text("about"),
    _text("state", default=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    _text("words"),
    _text("holder"),
    Column("added_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("in_doubt", Boolean, nullable=False, server_default=false()),
    Index("ix_office_mail_user_id_id", "user_id", "id"),
    Index("ix_office_mail_user_id_kind_added_at", "user_id", "kind", "added_at"),
    partial("ix_office_mail_due", "due_at", where="state IN ('queued', 'sending')"),
)
"""``due_at`` is when it may be tried; of one that is being sent, when its holder is taken to be gone.

``in_doubt`` says that an earlier try may have reached its reader.
"""
