"""On PostgreSQL the id of a delivery, made of its recipient's and its channel, stands for the index of both

Revision: 0022, after 0021.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# The next recipient's ids for deliveries begin behind the last that was counted.
_BEHIND = """
    SELECT setval('recipient_id_seq', greatest(counted.last_id / 4, recipient_id_seq.last_value))
    FROM recipient_id_seq, (SELECT max(id) AS last_id FROM delivery) AS counted WHERE counted.last_id IS NOT NULL
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE delivery ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE delivery_id_seq")
        op.execute(_BEHIND)
        op.execute("CREATE INDEX ix_delivery_counted ON delivery (recipient_id) WHERE id / 4 <> recipient_id")
        op.drop_constraint("uq_delivery_recipient_id_channel", "delivery", type_="unique")
