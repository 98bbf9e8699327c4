"""What is queued is kept in one index only on PostgreSQL, which a fan-out has to keep up

Revision: 0021, after 0020.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_delivery_message_id_state_id", "delivery")
        op.execute(
            "CREATE INDEX ix_delivery_message_id_state_id ON delivery (message_id, state, id) WHERE state <> 'queued'"
        )
