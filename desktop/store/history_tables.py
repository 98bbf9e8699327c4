"""The tables that remember what happened to deliveries and messages, and how many mails left when."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from desktop.store.tables import Id, Instant, metadata

delivery_try = Table(
    "delivery_try",
    metadata,
    Column("id", Id, primary_key=True),
    Column("delivery_id", Id, ForeignKey("delivery.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
)

message_event = Table(
    "message_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("outgoing_message.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    Column("what", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
)

trial_letter = Table(
    "trial_letter",
    metadata,
    Column("id", Id, primary_key=True),
    # A draft's, and so that of the message it becomes; there may never be one.
    Column("uid", Text, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
)

mail_minute = Table(
    "mail_minute",
    metadata,
    Column("minute", Instant, primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("mails", Integer, nullable=False),
)
