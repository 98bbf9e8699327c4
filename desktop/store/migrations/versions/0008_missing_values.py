"""What is done where a keyword has no value, kept with each message

Revision: 0008, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outgoing_message", sa.Column("missing_rules", sa.Text(), server_default="", nullable=False)
    )
