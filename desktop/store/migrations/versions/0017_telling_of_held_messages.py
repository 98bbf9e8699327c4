"""What the office is told of held messages: decisions not told yet, digests, notices that lead to a message.

Revision: 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("notice", sa.Column("held_id", _id(), nullable=True))
    op.add_column("held_message", sa.Column("news_at", sa.BigInteger(), nullable=True))
    condition = sa.text("news_at IS NOT NULL")
    op.create_index(
        "ix_held_message_news",
        "held_message",
        ["message_id"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
    op.create_table(
        "staging_mail",
        sa.Column("user_id", _id(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("digested_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["staff.id"], name=op.f("fk_staging_mail_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staging_mail")),
    )
