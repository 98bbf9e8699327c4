"""The table of the office's groups of accounts."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from desktop.store.tables import Id, Instant, metadata

account_group = Table(
    "account_group",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("rule", Text),
    Column("members", LargeBinary),
    Column("size", Integer, nullable=False, server_default="0"),
    Column("changed_by", Text, nullable=False, server_default=""),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
)
