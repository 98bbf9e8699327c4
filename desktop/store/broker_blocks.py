"""The index of words of what the broker sends, on a server: it needs no extension and is filled block by block.

A block knows for each three letters in a row which of its messages have them, as a few bytes. A search asks for
the rarest grams of its terms in block after block, those with the newest messages first, and stops when the page
is full. What it finds is looked at again, for letters in threes are no words.

Large blocks make a search quick and small ones keep few messages waiting, so small ones are made into large ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from desktop.models.word_block import packed_ids, packed_places, places_by_gram, unpacked_ids
from desktop.store.arrays import numbers
from desktop.store.broker_tables import broker_block, broker_gram
from desktop.store.bulk import insert_rows

SMALL, LARGE = 512, 8_192
"""Messages of a block. Fewer than a small one has wait, and are read one by one by every search."""
_LOCK = 7_302_953
_WAITING = "SELECT message_id FROM broker_unindexed ORDER BY message_id LIMIT %s"


def index_block(connection: Connection) -> bool:
    """Index the oldest waiting messages where a block of them waits, or make small blocks a large one.

    Returns whether it did either.
    """
    if not connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_LOCK})").scalar_one():
        return False  # somebody else is at it
    waiting = list(connection.exec_driver_sql(_WAITING, (LARGE,)).scalars())
    if len(waiting) >= SMALL:
        ids = waiting if len(waiting) == LARGE else waiting[:SMALL]
        _add_block(connection, ids)
        listed = (numbers(ids),)
        connection.exec_driver_sql(
            "DELETE FROM broker_unindexed WHERE message_id = ANY(%s::bigint[])", listed
        )
        return True
    return _make_large(connection)


def forget_blocks(connection: Connection, ids: Collection[int]) -> None:
    """Let go of the blocks around ``ids`` of which no message is left."""
    empty = connection.exec_driver_sql(
        "SELECT b.id FROM broker_block AS b WHERE b.first_id <= %s AND b.last_id >= %s AND NOT EXISTS"
        " (SELECT FROM broker_message AS m WHERE m.id BETWEEN b.first_id AND b.last_id)",
        (max(ids), min(ids)),
    )
    _remove(connection, list(empty.scalars()))


def _make_large(connection: Connection) -> bool:
    """Index the messages of small blocks anew, as one."""
    many = LARGE // SMALL
    small = connection.exec_driver_sql(
        "SELECT id, message_ids FROM broker_block WHERE size < %s ORDER BY first_id LIMIT %s", (LARGE, many)
    ).all()
    if len(small) < many:
        return False
    ids = sorted(each for row in small for each in unpacked_ids(row.message_ids))
    _remove(connection, [row.id for row in small])
    _add_block(connection, ids)
    return True


def _remove(connection: Connection, blocks: Sequence[int]) -> None:
    if blocks:
        listed = (numbers(blocks),)
        connection.exec_driver_sql("DELETE FROM broker_gram WHERE block_id = ANY(%s::bigint[])", listed)
        connection.exec_driver_sql("DELETE FROM broker_block WHERE id = ANY(%s::bigint[])", listed)


def _add_block(connection: Connection, ids: Sequence[int]) -> None:
    """Index messages of ascending ``ids``; those that are gone have a place that leads nowhere."""
    rows = connection.exec_driver_sql(
        "SELECT id, search_text FROM broker_message WHERE id = ANY(%s::bigint[])", (numbers(ids),)
    )
    texts = {row.id: row.search_text for row in rows}
    found = places_by_gram([texts.get(each, "") for each in ids])
    number = connection.exec_driver_sql("SELECT coalesce(max(id), 0) + 1 FROM broker_block").scalar_one()
    insert_rows(
        connection,
        broker_block,
        ("id", "first_id", "last_id", "size", "message_ids"),
        [(number, ids[0], ids[-1], len(ids), packed_ids(ids))],
    )
    insert_rows(
        connection,
        broker_gram,
        ("block_id", "gram", "places"),
        [(number, gram, packed_places(found[gram], len(ids))) for gram in sorted(found)],
    )
