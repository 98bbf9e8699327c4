"""One index of the words of what the broker sends, on both kinds of store

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    if not is_postgres:
        op.execute("DROP TABLE broker_search")
    op.create_table(
        "broker_block",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("first_id", _id(), nullable=False),
        sa.Column("last_id", _id(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("message_ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broker_block")),
    )
    op.create_table(
        "broker_gram",
        sa.Column("block_id", _id(), autoincrement=False, nullable=False),
        sa.Column("gram", _id(), autoincrement=False, nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_id", "gram", name=op.f("pk_broker_gram")),
        sqlite_with_rowid=False,
    )
    if is_postgres:
        # Eight bytes are asked for at a time, and from what is packed the whole would be unpacked for them.
        op.execute("ALTER TABLE broker_block ALTER COLUMN message_ids SET STORAGE EXTERNAL")
    # What was indexed otherwise is indexed anew, beside the work.
    op.execute("INSERT INTO broker_unindexed SELECT id FROM broker_message WHERE true ON CONFLICT DO NOTHING")


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
