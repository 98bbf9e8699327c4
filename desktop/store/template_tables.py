"""The tables beside ``template``: its earlier versions and the folders that templates are kept in."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from desktop.store.tables import Id, Instant, metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


template_folder = Table(
    "template_folder",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
)

template_version = Table(
    "template_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("template_id", Id, ForeignKey("template.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("restored_from", Integer),
    _text("name"),
    _text("subject"),
    _text("content"),
    _text("channels"),
    Column("branded", Boolean, nullable=False),
    _text("changed_by"),
    Column("changed_at", Instant, nullable=False),
    _text("variants"),
    _text("attachments"),
    UniqueConstraint("template_id", "version"),
)
