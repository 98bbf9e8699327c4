"""With which groups the recipients of a message were chosen

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_groups",
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("applied", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outgoing_message.id"], name=op.f("fk_message_groups_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_groups")),
    )
