"""The tables of full copies by e-mail: who elected them, and which message goes to whom in which mail."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text

from desktop.store.tables import Id, Instant, metadata, partial


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


copy_election = Table(
    "copy_election",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, nullable=False),
    _text("user_name"),
    Column("at", Instant, nullable=False),
    _text("by"),
    Column("is_on", Boolean, nullable=False),
    _text("types"),
    Index("ix_copy_election_user_id_id", "user_id", "id"),
)
"""Every choice ever made, none ever changed: a user's last one is in force. ``types`` is JSON, empty for all."""

message_copy = Table(
    "message_copy",
    metadata,
    Column("message_id", Id, primary_key=True, autoincrement=False),
    Column("user_id", Id, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _text("mail"),
    partial("ix_message_copy_waiting", "user_id", "at", "message_id", where="mail = ''"),
    partial("ix_message_copy_mail", "mail", "message_id", where="mail <> ''"),
    sqlite_with_rowid=False,
)
"""Written with the message, in one transaction. ``mail`` is the uid of the mail that has it, empty while it waits.

It stays when the message goes: which copies were made can be shown afterwards.
"""
