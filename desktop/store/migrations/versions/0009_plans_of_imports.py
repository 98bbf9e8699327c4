"""Plans of imports: how a file of a known shape is read, and which column fills which field

Revision: 0002, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_plan",
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), server_default="", nullable=False),
        sa.Column("delimiter", sa.Text(), server_default="", nullable=False),
        sa.Column("sheet", sa.Text(), server_default="", nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shape", name=op.f("pk_import_plan")),
    )
