"""Several moulds of one message share the tail of their mails

Revision: 0006, follows 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("sent_base", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tail_of", number, nullable=True))
        batch_op.create_foreign_key(op.f("fk_sent_base_tail_of"), "sent_base", ["tail_of"], ["id"])
