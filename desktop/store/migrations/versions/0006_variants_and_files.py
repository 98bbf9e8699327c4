"""Language variants and attachments of templates and messages, and the files they name

Revision: 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_file",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_kept_file")),
    )
    for table in ("template", "template_version", "outgoing_message"):
        for column in ("variants", "attachments"):
            op.add_column(table, sa.Column(column, sa.Text(), server_default="", nullable=False))
