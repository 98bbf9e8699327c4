"""What the broker sends: messages, whom they concern, its feed, inquiries

Revision: 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.add_column("notice", _text("origin"))
    op.create_table(
        "feed_record",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("print", sa.LargeBinary(), nullable=False),
        sa.Column("target", _id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_record")),
    )
    op.create_table(
        "broker_type",
        sa.Column("type", sa.Text(), nullable=False),
        _text("name"),
        sa.PrimaryKeyConstraint("type", name=op.f("pk_broker_type")),
    )
    _messages()
    _search()
    _inquiries()
    _office_mail()


def _messages() -> None:
    op.create_table(
        "broker_message",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("broker_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        _text("type_name"),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("deliver_at", sa.BigInteger(), nullable=True),
        _text("subject"),
        _text("body"),
        sa.Column("format", sa.Text(), nullable=False),
        _text("original"),
        _text("channels"),
        sa.Column("recipients", sa.Integer(), nullable=False),
        _text("value_names"),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        _text("search_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broker_message")),
    )
    op.create_index("ix_broker_message_type_id", "broker_message", ["type", "id"])
    op.create_index("ix_broker_message_type_name_id", "broker_message", ["type_name", "id"])
    op.create_index("ix_broker_message_recipients_id", "broker_message", ["recipients", "id"])
    _partial("ix_broker_message_unread", "broker_message", ["id"], "NOT is_read")
    _partial("ix_broker_message_deleted", "broker_message", ["deleted_at"], "deleted_at IS NOT NULL")
    op.create_table(
        "broker_recipient",
        sa.Column("message_id", _id(), autoincrement=False, nullable=False),
        sa.Column("account_id", _id(), autoincrement=False, nullable=False),
        _text("title"),
        _text("filled"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["broker_message.id"], name=op.f("fk_broker_recipient_message_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_broker_recipient_account_id")),
        sa.PrimaryKeyConstraint("message_id", "account_id", name=op.f("pk_broker_recipient")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_broker_recipient_account_id_message_id", "broker_recipient", ["account_id", "message_id"]
    )
    op.create_table(
        "feed_refusal",
        sa.Column("id", _id(), nullable=False),
        sa.Column("print", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("file"),
        sa.Column("line", sa.Integer(), nullable=False),
        _text("reason"),
        _text("text"),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        _text("settled_by"),
        _text("settled_as"),
        _text("search_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_refusal")),
        sa.UniqueConstraint("print", name=op.f("uq_feed_refusal_print")),
    )
    _partial("ix_feed_refusal_open", "feed_refusal", ["id"], "settled_at IS NULL")


def _search() -> None:
    """SQLite finds words by FTS5, which is filled after the messages; PostgreSQL keeps its own index."""
    op.create_table(
        "broker_unindexed",
        sa.Column("message_id", _id(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_broker_unindexed")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE broker_search USING fts5("
            "words, content='', columnsize=0, tokenize='trigram case_sensitive 1')"
        )


def _inquiries() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", _id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        _text("subject"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("message_id", _id(), nullable=True),
        _text("opened_by"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        _text("latest"),
        _text("search_text"),
        sa.ForeignKeyConstraint(["message_id"], ["broker_message.id"], name=op.f("fk_inquiry_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("number", name=op.f("uq_inquiry_number")),
    )
    op.create_index("ix_inquiry_is_open_changed_at_id", "inquiry", ["is_open", "changed_at", "id"])
    op.create_index("ix_inquiry_message_id", "inquiry", ["message_id"])
    op.create_table(
        "inquiry_entry",
        sa.Column("id", _id(), nullable=False),
        sa.Column("inquiry_id", _id(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        _text("body"),
        _text("files"),
        _text("step"),
        sa.Column("handed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_entry_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_entry")),
    )
    op.create_index("ix_inquiry_entry_inquiry_id", "inquiry_entry", ["inquiry_id"])
    _partial("ix_inquiry_entry_waiting", "inquiry_entry", ["id"], "handed_at IS NULL")
    op.create_table(
        "stray_reply",
        sa.Column("id", _id(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("body"),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_reply")),
    )
    op.create_index("ix_stray_reply_number", "stray_reply", ["number"])


def _office_mail() -> None:
    op.create_table(
        "office_mail",
        sa.Column("id", _id(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", _id(), nullable=False),
        _text("user_name"),
        _text("address"),
        _text("about"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        _text("words"),
        _text("holder"),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_mail")),
        sa.UniqueConstraint("uid", name=op.f("uq_office_mail_uid")),
    )
    op.create_index("ix_office_mail_user_id_id", "office_mail", ["user_id", "id"])
    _partial("ix_office_mail_due", "office_mail", ["due_at"], "state IN ('queued', 'sending')")
