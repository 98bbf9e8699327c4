"""Earlier versions of templates, their folders, and how often each was used

Revision: 0004. What the store holds already becomes the first version that is remembered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "template_folder",
        sa.Column("id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_folder")),
        sa.UniqueConstraint("folded", name=op.f("uq_template_folder_folded")),
    )
    op.create_table(
        "template_version",
        sa.Column("id", _ID, nullable=False),
        sa.Column("template_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("channels", sa.Text(), server_default="", nullable=False),
        sa.Column("branded", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["template.id"], name=op.f("fk_template_version_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("template_id", "version", name=op.f("uq_template_version_template_id_version")),
    )
    # Said plainly: SQLite adds such a column without making the whole table anew.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE template ADD COLUMN folder_id {number}"
        " CONSTRAINT fk_template_folder_id REFERENCES template_folder (id)"
    )
    op.add_column("template", sa.Column("used", sa.Integer(), server_default="0", nullable=False))
    op.add_column("template", sa.Column("last_used_at", sa.BigInteger(), nullable=True))
    _remember()


def _remember() -> None:
    op.execute(
        "INSERT INTO template_version"
        " (template_id, version, kind, name, subject, content, channels, branded, changed_by, changed_at)"
        " SELECT id, version, CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN version = 1 THEN 'created'"
        " ELSE 'changed' END, name, subject, content, channels, branded, changed_by, changed_at FROM template"
    )
    op.execute(
        "UPDATE template SET used = sent.times, last_used_at = sent.latest FROM"
        " (SELECT template_id, count(*) AS times, max(sent_at) AS latest FROM outgoing_message"
        " WHERE template_id IS NOT NULL GROUP BY template_id) AS sent WHERE sent.template_id = template.id"
    )
