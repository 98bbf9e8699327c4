"""An index of the words of what the broker sends, on a server too

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An embedded store has FTS5 for it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "broker_block",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("message_ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broker_block")),
    )
    op.create_table(
        "broker_gram",
        sa.Column("block_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gram", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_id", "gram", name=op.f("pk_broker_gram")),
    )
    # Eight bytes are asked for at a time, and from what is packed the whole would be unpacked for them.
    op.execute("ALTER TABLE broker_block ALTER COLUMN message_ids SET STORAGE EXTERNAL")
    op.execute("INSERT INTO broker_unindexed SELECT id FROM broker_message ON CONFLICT DO NOTHING")
