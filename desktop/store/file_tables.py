"""The table of the files that messages carry."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from desktop.store.tables import Instant, metadata

kept_file = Table(
    "kept_file",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("added_by", Text, nullable=False, server_default=""),
    Column("added_at", Instant, nullable=False),
)
