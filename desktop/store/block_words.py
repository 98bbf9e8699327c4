"""Finds messages of the broker by their words (see ``broker_blocks``)."""

from __future__ import annotations

import heapq
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, Select, select

from desktop.models.word_block import (
    LETTERS,
    beyond,
    each_place,
    gram_number,
    grams,
    unpacked_ids,
    unpacked_places,
)
from desktop.store.arrays import numbers
from desktop.store.broker_tables import broker_block, broker_gram
from desktop.store.chosen import chosen_ids, is_chosen

_FIRST_BLOCKS, _MOST_BLOCKS = 2, 256
# The rarest say enough; each further one is a row more to be read for every block.
_GRAMS = 8
_FEW = 20_000
_FIRST_IDS, _MOST_IDS = 64, 4_096
# An id has eight bytes, the lowest first, as ``word_block`` packs them.
_IDS = """
    SELECT w.value ->> 0, substr(b.message_ids, (w.value ->> 1) * 8 + 1, 8)
    FROM json_each(?) AS w JOIN broker_block AS b ON b.id = w.value ->> 0 ORDER BY w.key
"""
_IDS_POSTGRES = """
    SELECT w.block, substring(b.message_ids FROM w.place * 8 + 1 FOR 8)
    FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY AS w (block, place, turn)
    JOIN broker_block AS b ON b.id = w.block ORDER BY w.turn
"""


@dataclass(frozen=True, slots=True)
class _Block:
    id: int
    first: int
    last: int


def is_indexed(term: str) -> bool:
    """Whether an index knows of it."""
    return len(term) >= LETTERS


class BlockWords:
    """The indexed messages that may have all of ``terms``, each of three letters or more."""

    def __init__(self, connection: Connection, terms: Sequence[str]) -> None:
        self._connection = connection
        self._grams = [gram_number(gram) for gram in sorted(set().union(*map(grams, terms)))]
        self._are_chosen = False

    def hits(self, last: int | None, *, descending: bool) -> Iterator[int]:
        """Their ids beyond ``last``, in order, read as far as they are asked for."""
        sign = -1 if descending else 1
        blocks = self._beyond(last, descending=descending)
        ways: list[tuple[int, int, Iterator[int]]] = []
        at, step = 0, _FIRST_BLOCKS
        while at < len(blocks):
            for number, ids in self._in(blocks[at : at + step], last, descending=descending):
                _push(ways, sign, number, ids)
            at, step = at + step, min(step * 4, _MOST_BLOCKS)
            # Blocks may overlap: what lies beyond the beginning of the next one waits for it.
            edge = None if at >= len(blocks) else blocks[at].last if descending else blocks[at].first
            while ways and (edge is None or ways[0][0] < sign * edge):
                signed, number, ids = heapq.heappop(ways)
                yield sign * signed
                _push(ways, sign, number, ids)

    def chosen(self) -> Select[tuple[int]] | None:
        """All their ids, in no order; None for so many that it is quicker to read every message."""
        few = list(itertools.islice(self.hits(None, descending=True), _FEW + 1))
        return chosen_ids(self._connection, few) if len(few) <= _FEW else None

    def _beyond(self, last: int | None, *, descending: bool) -> list[_Block]:
        if descending:
            blocks = [each for each in self._blocks if last is None or each.first < last]
            return sorted(blocks, key=lambda each: each.last, reverse=True)
        blocks = [each for each in self._blocks if last is None or each.last > last]
        return sorted(blocks, key=lambda each: each.first)

    @cached_property
    def _blocks(self) -> list[_Block]:
        rows = self._connection.execute(
            select(*(broker_block.c[name] for name in ("id", "first_id", "last_id")))
        )
        return [_Block(*row) for row in rows]

    def _in(
        self, blocks: Sequence[_Block], last: int | None, *, descending: bool
    ) -> Iterator[tuple[int, Iterator[int]]]:
        """The number of each block that has hits, and their ids in order: the first ones are read for all at once."""
        found = self._places([each.id for each in blocks])
        if last is not None:
            self._cut(
                [each.id for each in blocks if each.first <= last <= each.last], found, last, descending
            )
        places = {number: each_place(bits, descending=descending) for number, bits in found.items() if bits}
        firsts = {number: list(itertools.islice(each, _FIRST_IDS)) for number, each in places.items()}
        ids = self._ids([(number, place) for number, some in firsts.items() for place in some])
        for number, each in places.items():
            yield number, itertools.chain(ids.get(number, []), self._following(number, each))

    def _following(self, number: int, places: Iterator[int]) -> Iterator[int]:
        step = _FIRST_IDS
        while some := list(itertools.islice(places, step := min(step * 4, _MOST_IDS))):
            yield from self._ids([(number, place) for place in some]).get(number, [])

    def _places(self, blocks: Sequence[int]) -> dict[int, int]:
        """For each block the places that have all grams."""
        column = broker_gram.c
        said = is_chosen(self._connection, column.gram, self._grams)
        found = select(column.block_id, column.gram, column.places).where(
            is_chosen(self._connection, column.block_id, blocks), said
        )
        rows = self._connection.execute(found).all()
        common: dict[int, int] = {}
        seen = dict.fromkeys(blocks, 0)
        sizes = dict.fromkeys(self._grams, 0)
        for block, gram, packed in rows:
            bits = unpacked_places(packed)
            common[block] = common.get(block, bits) & bits
            seen[block] += 1
            sizes[gram] += bits.bit_count()
        whole = len(self._grams)
        if not self._are_chosen:
            # Now it is known which grams are rare.
            self._grams = sorted(self._grams, key=sizes.__getitem__)[:_GRAMS]
            self._are_chosen = True
        return {block: bits for block, bits in common.items() if seen[block] == whole}

    def _cut(self, blocks: Sequence[int], found: dict[int, int], last: int, descending: bool) -> None:  # noqa: FBT001
        chosen = select(broker_block.c.id, broker_block.c.message_ids)
        rows = self._connection.execute(chosen.where(is_chosen(self._connection, broker_block.c.id, blocks)))
        for number, packed in rows:
            if number in found:
                ids = unpacked_ids(packed)
                found[number] = beyond(found[number], ids, last, descending=descending)

    def _ids(self, places: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
        """The ids at these places of blocks, by block."""
        found: dict[int, list[int]] = {}
        if not places:
            return found
        if self._connection.dialect.name == "postgresql":
            blocks, ats = zip(*places, strict=True)
            rows = self._connection.exec_driver_sql(_IDS_POSTGRES, (numbers(blocks), numbers(ats)))
        else:
            rows = self._connection.exec_driver_sql(_IDS, (json.dumps(places),))
        for block, packed in rows:
            found.setdefault(block, []).append(int.from_bytes(packed, "little"))
        return found


def _push(ways: list[tuple[int, int, Iterator[int]]], sign: int, number: int, ids: Iterator[int]) -> None:
    following = next(ids, None)
    if following is not None:
        heapq.heappush(ways, (sign * following, number, ids))
