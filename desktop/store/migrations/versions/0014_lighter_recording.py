"""What left is recorded without asking for the delivery that the same statement has just written

Revision: 0014, after 0013.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_sent_content_delivery_id", "sent_content", type_="foreignkey")
