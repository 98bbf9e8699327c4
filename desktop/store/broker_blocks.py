"""The index of words of what the broker sends: its own, since a server may have none for parts of words.

A block knows for each three letters in a row which of its messages have them, as a few bytes. A search asks for
the rarest grams of its terms in block after block, those with the newest messages first, and stops when the page
is full. What it finds is looked at again, for letters in threes are no words.

Large blocks make a search quick and small ones keep few messages waiting, so small ones are made into large ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, text

from desktop.models.word_block import packed_ids, packed_places, places_by_gram, unpacked_ids
from desktop.store.broker_tables import broker_block, broker_gram, broker_message, broker_unindexed
from desktop.store.bulk import Values, insert_rows
from desktop.store.chosen import is_chosen

SMALL, LARGE = 512, 8_192
"""Messages of a block. Fewer than a small one has wait, and are read one by one by every search."""
_LOCK = text("SELECT pg_advisory_xact_lock(7302953)")


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block made ready: the ids of its messages, ascending, its grams, and the blocks that it replaces."""

    ids: Sequence[int]
    grams: Sequence[Values]
    replaced: Sequence[int]


def has_block_to_make(connection: Connection) -> bool:
    """Whether ``next_block`` would make one."""
    waiting = select(broker_unindexed.c.message_id).limit(SMALL).subquery()
    small = select(broker_block.c.id).where(broker_block.c.size < LARGE).limit(LARGE // SMALL).subquery()
    counts = [
        connection.execute(select(func.count()).select_from(each)).scalar_one() for each in (waiting, small)
    ]
    return counts[0] == SMALL or counts[1] == LARGE // SMALL


def next_block(connection: Connection) -> NewBlock | None:
    """The oldest of the waiting messages where a block of them waits, or many small blocks as a large one."""
    column = broker_unindexed.c.message_id
    waiting: list[int] = list(connection.execute(select(column).order_by(column).limit(LARGE)).scalars())
    if len(waiting) == LARGE:
        return _made(connection, waiting, [])
    if len(waiting) >= SMALL:
        return _made(connection, waiting[:SMALL], [])
    many = LARGE // SMALL
    found = select(broker_block.c.id, broker_block.c.message_ids).where(broker_block.c.size < LARGE)
    small = connection.execute(found.order_by(broker_block.c.first_id).limit(many)).all()
    if len(small) < many:
        return None
    ids = sorted({each for row in small for each in unpacked_ids(row.message_ids)})
    return _made(connection, ids, [row.id for row in small])


def _made(connection: Connection, ids: Sequence[int], replaced: Sequence[int]) -> NewBlock:
    """Those that are gone have a place that leads nowhere."""
    found = select(broker_message.c.id, broker_message.c.search_text)
    rows = connection.execute(found.where(is_chosen(connection, broker_message.c.id, ids)))
    texts = {row.id: row.search_text for row in rows}
    places = places_by_gram([texts.get(each, "") for each in ids])
    return NewBlock(ids, [(gram, packed_places(places[gram], len(ids))) for gram in sorted(places)], replaced)


def add_block(connection: Connection, new: NewBlock) -> bool:
    """Put a block into the index; returns whether it is still wanted: others index too, and messages go."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    column, taken = broker_unindexed.c.message_id, new.ids
    if new.replaced:
        column, taken = broker_block.c.id, new.replaced
    gone = connection.execute(delete(column.table).where(is_chosen(connection, column, taken)))
    if gone.rowcount != len(taken):
        return False
    if new.replaced:
        connection.execute(delete(broker_gram).where(is_chosen(connection, broker_gram.c.block_id, taken)))
    number = connection.execute(select(func.coalesce(func.max(broker_block.c.id), 0) + 1)).scalar_one()
    insert_rows(
        connection,
        broker_block,
        ("id", "first_id", "last_id", "size", "message_ids"),
        [(number, new.ids[0], new.ids[-1], len(new.ids), packed_ids(new.ids))],
    )
    insert_rows(
        connection, broker_gram, ("block_id", "gram", "places"), [(number, *each) for each in new.grams]
    )
    return True


def forget_blocks(connection: Connection, ids: Collection[int]) -> None:
    """Let go of the blocks around ``ids`` of which no message is left."""
    block, message = broker_block.c, broker_message.c
    left = select(message.id).where(message.id.between(block.first_id, block.last_id)).exists()
    around = select(block.id).where(block.first_id <= max(ids), block.last_id >= min(ids), ~left)
    empty = list(connection.execute(around).scalars())
    if empty:
        connection.execute(delete(broker_gram).where(is_chosen(connection, broker_gram.c.block_id, empty)))
        connection.execute(delete(broker_block).where(is_chosen(connection, block.id, empty)))
