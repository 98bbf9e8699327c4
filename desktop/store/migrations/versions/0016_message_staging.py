"""Message staging: enrolment, held messages, elections; what goes out of them apart from what the office writes

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SENT_ORDERS = ("sent_at", "search_text", "recipients", "channels")


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def upgrade() -> None:
    op.add_column("broker_message", sa.Column("held_at", sa.BigInteger(), nullable=True))
    op.add_column("outgoing_message", sa.Column("broker_message_id", _id(), nullable=True))
    _partial(
        "uq_outgoing_message_broker_message",
        "outgoing_message",
        ["broker_message_id"],
        "broker_message_id IS NOT NULL",
        unique=True,
    )
    for column in _SENT_ORDERS:
        # Sent By Me lists what the office wrote, however much of IB's goes out beside it.
        name = f"ix_outgoing_message_{column}_id"
        op.drop_index(name, "outgoing_message")
        _partial(name, "outgoing_message", [column, "id"], "broker_message_id IS NULL")
    _enrolment()
    _elections()
    _held()


def _enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changes_at", sa.BigInteger(), nullable=True),
        _text("elected_by"),
        sa.Column("elected_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.execute("INSERT INTO enrolment (id, version, is_on) VALUES (1, 0, false)")
    op.create_table(
        "enrolment_event",
        sa.Column("id", _id(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changes_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_event")),
    )


def _elections() -> None:
    op.create_table(
        "election",
        sa.Column("id", _id(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        _text("type_name"),
        sa.Column("decision", sa.Text(), nullable=False),
        _text("made_by"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_with", _id(), nullable=True),
        sa.Column("applied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=True),
        _text("ended_by"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["made_with"], ["broker_message.id"], name=op.f("fk_election_made_with")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
    )
    op.create_index("ix_election_type_id", "election", ["type", "id"])
    _partial("uq_election_standing", "election", ["type"], "ended_at IS NULL", unique=True)


def _held() -> None:
    op.create_table(
        "held_message",
        sa.Column("message_id", _id(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _text("decision"),
        sa.Column("deliver_at", sa.BigInteger(), nullable=False),
        sa.Column("release_at", sa.BigInteger(), nullable=True),
        sa.Column("place", _id(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        _text("decided_by"),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("election_id", _id(), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("outgoing_id", _id(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["broker_message.id"], name=op.f("fk_held_message_message_id")
        ),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_held_message_election_id")),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["outgoing_message.id"], name=op.f("fk_held_message_outgoing_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_held_message")),
        sa.UniqueConstraint("outgoing_id", name=op.f("uq_held_message_outgoing_id")),
    )
    op.create_index("ix_held_message_place_message_id", "held_message", ["place", "message_id"])
    _partial("ix_held_message_due", "held_message", ["release_at", "message_id"], "release_at IS NOT NULL")
    _partial("ix_held_message_leaving", "held_message", ["release_at", "message_id"], "state = 'leaving'")
    _partial("ix_held_message_untold", "held_message", ["message_id"], "told_at IS NULL")
    op.create_table(
        "held_event",
        sa.Column("id", _id(), nullable=False),
        sa.Column("message_id", _id(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("by"),
        sa.Column("what", sa.Text(), nullable=False),
        _text("decision"),
        _text("words"),
        sa.ForeignKeyConstraint(["message_id"], ["broker_message.id"], name=op.f("fk_held_event_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_event")),
    )
    op.create_index("ix_held_event_message_id_id", "held_event", ["message_id", "id"])
