"""A sample office that is made small and then grown where it is, so that both sizes are one office's.

What the broker sent is grown into the past, an older copy a round, since its ids say when it was sent. The
words of those copies stay out of the index of words, which no opening asks.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from desktop.models.delivery import IDS_EACH
from desktop.models.message_order import first_id
from desktop.models.outgoing import MessageDraft
from desktop.services.drafts import keep
from desktop.services.office import users_of
from desktop.services.sample.filling import fill_sample_office
from desktop.store.address import StoreAddress
from desktop.store.broker_tables import broker_message, broker_recipient
from desktop.store.inquiry_tables import inquiry
from desktop.store.instants import micros
from desktop.store.opening import open_store
from desktop.store.tables import delivery, notice, outgoing_message, recipient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from desktop.store.store import Store

_DAY = date(2026, 11, 20)
_ACCOUNTS = 2_000
_DRAFTS = 40
_TO_ONE = "message_id IN (SELECT id FROM outgoing_message WHERE recipients = 1)"
_ABOUT_ONE = "message_id IN (SELECT id FROM broker_message WHERE recipients = 1)"
_ROUND = timedelta(hours=25)
_A_NOTICE_EACH = (
    "INSERT INTO notice (at, subject, body, priority, is_read, message_id, search_text)"
    " SELECT sent_at, subject, subject, 'normal', id % 7 > 0, id, search_text FROM outgoing_message"
)
_AN_INQUIRY_EACH = (
    "INSERT INTO inquiry (version, number, subject, status, is_open, is_read, message_id, opened_by,"
    " opened_at, changed_at, latest, search_text)"
    " SELECT 1, broker_id, subject, CASE WHEN recipients = 1 THEN 'open' ELSE 'closed' END, recipients = 1,"
    " recipients > 1, id, 'Ada Byron', sent_at, sent_at, subject, search_text FROM broker_message"
)
_ROUNDS = (
    "(WITH RECURSIVE rounds (round) AS (SELECT 1 UNION ALL SELECT round + 1 FROM rounds WHERE round < :rounds)"
    " SELECT round FROM rounds) AS rounds"
)


@contextmanager
def grown_store(place: str, messages: int) -> Iterator[Store]:
    """An office with so many messages and as many of the broker's, with a notice or an inquiry about each.

    Its first user has some drafts.
    """
    store = open_store(StoreAddress.parse(place))
    fill_sample_office(store, accounts=_ACCOUNTS, messages=messages, broker_messages=messages, today=_DAY)
    owner = users_of(store)[0]
    with store.write() as unit:
        unit.connection.execute(text(_A_NOTICE_EACH))
        unit.connection.execute(text(_AN_INQUIRY_EACH))
        for number in range(_DRAFTS):
            keep(unit, owner, MessageDraft(subject=f"Draft {number}", content="Dear all,"))
        unit.commit()
    yield store
    store.close()


def grow(store: Store, times: int) -> None:
    """So many times the messages, notices and inquiries, and the recipients of messages to one."""
    with store.write() as unit:
        connection, rounds = unit.connection, times - 1
        if unit.is_postgres:
            # What is copied refers to what is copied; asking for that row by row takes minutes.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA cache_size = -500000"))
        moved, people = _step(connection, outgoing_message), _step(connection, recipient)
        sent = {"message_id": moved}
        _copy(connection, outgoing_message, rounds, {}, uid="uid || '-' || round")
        _copy(connection, notice, rounds, sent)
        _copy(connection, recipient, rounds, sent, where=_TO_ONE)
        ids = {**sent, "id": people * IDS_EACH, "recipient_id": people}
        _copy(connection, delivery, rounds, ids, where=_TO_ONE)
        _grow_broker(connection, rounds)
        connection.execute(text("ANALYZE"))
        unit.commit()


def _grow_broker(connection: Connection, rounds: int) -> None:
    """Each copy is as much older as the one before it, and the last bits of its ids tell it from all others."""
    older = first_id(datetime.fromtimestamp(0, UTC) + _ROUND) - 1
    past = {"id": -older, "sent_at": -micros(datetime.fromtimestamp(0, UTC) + _ROUND)}
    _copy(connection, inquiry, rounds, {}, number="number || '-' || round")
    _copy(connection, broker_message, rounds, past)
    _copy(connection, broker_recipient, rounds, {"message_id": -older}, where=_ABOUT_ONE)


def _step(connection: Connection, table: Table) -> int:
    """How far the ids of a copy stand from those before it."""
    last: int = connection.execute(text(f"SELECT max(id) FROM {table.name}")).scalar_one()  # noqa: S608
    return last


def _copy(
    connection: Connection,
    table: Table,
    rounds: int,
    moved: dict[str, int],
    *,
    where: str = "TRUE",
    **made: str,
) -> None:
    """Copy the rows ``rounds`` times; ids and what refers to ids are moved on, the rest is as it was."""
    steps = dict(moved)
    if "id" in table.c:
        steps.setdefault("id", _step(connection, table))
    for name, step in steps.items():
        made[name] = f"{name} + round * CAST({step} AS BIGINT)"
    names = [column.name for column in table.c]
    values = ", ".join(made.get(name, name) for name in names)
    words = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM {table.name}, {_ROUNDS} WHERE {where}"  # noqa: S608 - names of our own tables
    connection.execute(text(words), {"rounds": rounds})
