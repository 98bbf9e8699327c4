"""The tables of the office's groups of accounts, and of what was chosen with them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

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

# With which groups a message was made, should it be taken back. Apart, for what was ticked by hand can be long.
message_groups = Table(
    "message_groups",
    metadata,
    Column("message_id", Id, ForeignKey("outgoing_message.id"), primary_key=True, autoincrement=False),
    Column("applied", Text, nullable=False),
)
