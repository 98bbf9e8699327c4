"""Fewer and shorter indexes to be kept up by a fan-out

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CHANNELS = {"message_center": "W", "email": "E", "bulletin": "B"}


def upgrade() -> None:
    op.drop_index("ix_delivery_due", "delivery")
    for name, letter in _CHANNELS.items():
        where = sa.text(f"state = 'queued' AND channel = '{letter}'")
        op.create_index(
            f"ix_delivery_due_{name}",
            "delivery",
            ["message_id", "next_try_at", "id"],
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_delivery_message_id_id", "delivery")
