"""Full copies by e-mail, doubtful mails to the office, inquiries known by their form

Revision: 0015, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
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
    op.create_table(
        "copy_election",
        sa.Column("id", _id(), nullable=False),
        sa.Column("user_id", _id(), nullable=False),
        _text("user_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        _text("types"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_election")),
    )
    op.create_index("ix_copy_election_user_id_id", "copy_election", ["user_id", "id"])
    op.create_table(
        "message_copy",
        sa.Column("message_id", _id(), autoincrement=False, nullable=False),
        sa.Column("user_id", _id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("mail"),
        sa.PrimaryKeyConstraint("message_id", "user_id", name=op.f("pk_message_copy")),
        sqlite_with_rowid=False,
    )
    _partial("ix_message_copy_waiting", "message_copy", ["user_id", "at", "message_id"], "mail = ''")
    _partial("ix_message_copy_mail", "message_copy", ["mail", "message_id"], "mail <> ''")
    op.add_column(
        "office_mail", sa.Column("in_doubt", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index("ix_office_mail_user_id_kind_added_at", "office_mail", ["user_id", "kind", "added_at"])
    op.add_column("inquiry", sa.Column("uid", sa.Text(), nullable=True))
    op.create_index("ix_inquiry_uid", "inquiry", ["uid"], unique=True)
