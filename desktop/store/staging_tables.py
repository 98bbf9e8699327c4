"""The tables of message staging: enrolment, held messages and their history, elections by type."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from desktop.store.tables import Id, Instant, metadata, partial


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="" if default else None)


enrolment = Table(
    "enrolment",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("changes_at", Instant),
    _text("elected_by"),
    Column("elected_at", Instant),
)
"""One row, which is there from the beginning."""

enrolment_event = Table(
    "enrolment_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    _text("by"),
    _text("state", default=False),
    Column("changes_at", Instant),
)
"""Every state the enrolment has come to; ``by`` is empty where a restart brought it."""

election = Table(
    "election",
    metadata,
    Column("id", Id, primary_key=True),
    _text("type", default=False),
    _text("type_name"),
    _text("decision", default=False),
    _text("made_by"),
    Column("made_at", Instant, nullable=False),
    Column("made_with", Id, ForeignKey("broker_message.id")),
    Column("applied", Integer, nullable=False, server_default="0"),
    Column("applied_at", Instant),
    _text("ended_by"),
    Column("ended_at", Instant),
    # Unique where it stands: see the migration.
    Index("ix_election_type_id", "type", "id"),
    Index("uq_election_standing", "type", unique=True, info={"where": "ended_at IS NULL"}),
)
"""Saved decisions by type. One that is changed or ended stays, for the record.

``made_with`` is the held message whose decision made it; empty where it was made in the list of elections.
"""

held_message = Table(
    "held_message",
    metadata,
    Column("message_id", Id, ForeignKey("broker_message.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    _text("state", default=False),
    _text("decision"),
    Column("deliver_at", Instant, nullable=False),
    Column("release_at", Instant),
    Column("place", Id, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    _text("decided_by"),
    Column("decided_at", Instant),
    Column("election_id", Id, ForeignKey("election.id")),
    Column("released_at", Instant),
    Column("outgoing_id", Id, ForeignKey("outgoing_message.id"), unique=True),
    Column("told_at", Instant),
    Column("reminded", Integer, nullable=False, server_default="0"),
    Column("news_at", Instant),
    Index("ix_held_message_place_message_id", "place", "message_id"),
    partial("ix_held_message_due", "release_at", "message_id", where="release_at IS NOT NULL"),
    partial("ix_held_message_leaving", "release_at", "message_id", where="state = 'leaving'"),
    partial("ix_held_message_untold", "message_id", where="told_at IS NULL"),
    partial("ix_held_message_news", "message_id", where="news_at IS NOT NULL"),
)
"""Messages that were held, for ever: ``place`` puts the open ones first by deadline, then the latest decided.

``told_at`` is when the office was told of it, ``reminded`` how many reminders went out. ``news_at`` is when a
person last decided something about it of which the others have not been told.
"""

staging_mail = Table(
    "staging_mail",
    metadata,
    Column("user_id", Id, ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("hour", Integer),
    Column("digested_at", Instant, nullable=False),
)
"""Users who chose a digest of held messages, at which ``hour`` of the office's day; without one no more."""

held_event = Table(
    "held_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("broker_message.id"), nullable=False),
    Column("at", Instant, nullable=False),
    _text("by"),
    _text("what", default=False),
    _text("decision"),
    _text("words"),
    Index("ix_held_event_message_id_id", "message_id", "id"),
)
