"""On PostgreSQL what left is not asked, mail by mail, whether what it is packed against is there

Revision: 0023, after 0022.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_sent_content_base_id", "sent_content", type_="foreignkey")
