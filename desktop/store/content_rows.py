"""What left, packed against what the deliveries of its message have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select

from desktop.models.channel import Channel
from desktop.models.outbox import Kept, SentPacking
from desktop.store.arrays import blobs, numbers
from desktop.store.rows import Rows
from desktop.store.tables import sent_base, sent_content

_OWNER = sent_base.alias("tail_owner")
_TAIL: ColumnElement[bytes] = func.coalesce(_OWNER.c.tail, sent_base.c.tail)
_SQLITE = "INSERT OR REPLACE INTO sent_content (delivery_id, base_id, packed) VALUES "
_TOGETHER = 200


class ContentRows(Rows):
    """Exact contents by delivery."""

    def packings(self, message_id: int, channel: Channel) -> list[SentPacking]:
        """What the contents of this message on this channel have been packed against so far."""
        table = sent_base
        statement = _packings().where(table.c.message_id == message_id, table.c.channel == channel)
        return [SentPacking(*row) for row in self._connection.execute(statement.order_by(table.c.id))]

    def packing(
        self, message_id: int, channel: Channel, dictionary: bytes, tail: bytes
    ) -> SentPacking | None:
        """Exactly this, where contents have been packed against it before; no other tail is read."""
        found = self._connection.execute(
            _of(message_id, channel)
            .where(sent_base.c.dictionary == dictionary, _TAIL.is_not_distinct_from(tail))
            .limit(1)
        ).scalar_one_or_none()
        return None if found is None else SentPacking(found, dictionary, tail)

    def add_packing(self, message_id: int, channel: Channel, dictionary: bytes, tail: bytes) -> SentPacking:
        """Keep what the contents of this message on this channel are packed against; a tail only once."""
        owner = self._connection.execute(
            _of(message_id, channel).where(sent_base.c.tail_of.is_(None), sent_base.c.tail == tail).limit(1)
        ).scalar_one_or_none()
        values: dict[str, Any] = {
            "message_id": message_id,
            "channel": channel.value,
            "dictionary": dictionary,
        }
        values |= {"tail": tail if owner is None else b"", "tail_of": owner}
        number = self._connection.execute(
            insert(sent_base).values(values).returning(sent_base.c.id)
        ).scalar_one()
        return SentPacking(number, dictionary, tail)

    def keep_embedded(self, packed: Sequence[Kept]) -> None:
        """Keep what left, on an embedded store. An earlier try's content is replaced."""
        # Row by row, each would let another thread run first.
        for start in range(0, len(packed), _TOGETHER):
            rows = packed[start : start + _TOGETHER]
            marks = ", ".join(["(?, ?, ?)"] * len(rows))
            self._connection.exec_driver_sql(_SQLITE + marks, tuple(chain.from_iterable(rows)))

    def of(self, delivery_id: int) -> tuple[Channel, bytes, SentPacking] | None:
        """The channel, the packed content that left and what it is packed against; None if none left."""
        table = sent_content
        row = self._connection.execute(
            _packings()
            .add_columns(sent_base.c.channel, table.c.packed)
            .join(table, table.c.base_id == sent_base.c.id)
            .where(table.c.delivery_id == delivery_id)
        ).one_or_none()
        return None if row is None else (Channel(row.channel), row.packed, SentPacking(*row[:3]))


def kept_columns(kept: Sequence[Kept]) -> tuple[str, str, str]:
    """The columns of what is kept, as PostgreSQL reads them."""
    ids, packings, packed = zip(*kept, strict=True) if kept else ((), (), ())
    return numbers(ids), numbers(packings), blobs(packed)


def _of(message_id: int, channel: Channel) -> Select[Any]:
    table = sent_base
    found = select(table.c.id).select_from(table.outerjoin(_OWNER, _OWNER.c.id == table.c.tail_of))
    return found.where(table.c.message_id == message_id, table.c.channel == channel.value)


def _packings() -> Select[Any]:
    joined = sent_base.outerjoin(_OWNER, _OWNER.c.id == sent_base.c.tail_of)
    return select(sent_base.c.id, sent_base.c.dictionary, _TAIL.label("tail")).select_from(joined)
