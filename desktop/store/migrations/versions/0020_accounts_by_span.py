"""Whom a message concerns is found by span of time, in an index that grows at its end

Revision: 0020, after 0019.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_broker_recipient_span ON broker_recipient ((message_id >> 39), account_id, message_id)"
    )
    op.execute("DROP INDEX ix_broker_recipient_account_id_message_id")
