"""Finds messages of the broker by their words (see ``broker_blocks``)."""

from __future__ import annotations

import heapq
import itertools
import json
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from sqlalchemy import Connection, Row, Select, select

from desktop.models.earlier_searches import Block, EarlierSearches
from desktop.models.word_block import (
    LETTERS,
    any_places,
    beyond,
    common_places,
    count_of_places,
    each_place,
    gram_number,
    numbers_of_beginning,
    telling_grams,
    unpacked_ids,
)
from desktop.store.arrays import numbers
from desktop.store.broker_tables import broker_block, broker_gram
from desktop.store.chosen import chosen_ids, is_chosen

_FIRST_BLOCKS, _MOST_BLOCKS = 2, 256
# The rarest say enough; each further one is a row more to be read for a block, and only where many are left.
_GRAMS, _MORE_GRAMS = 4, 8
_MANY = 32
_FEW = 20_000
# So many ids of a block are read one by one, more of them with all the others of the block.
_SINGLE_IDS = 8
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


class BlockWords:
    """The indexed messages that may have all of ``terms``.

    A term of three letters or more is sought by its grams, a shorter one by all grams that begin with it.
    """

    def __init__(self, connection: Connection, terms: Sequence[str], earlier: EarlierSearches) -> None:
        self._connection = connection
        self._earlier = earlier
        self._groups = [group for term in terms for group in _groups(term) if group]
        self._grams = sorted(set().union(*self._groups))
        self._more: list[int] = []
        self._beginnings = [numbers_of_beginning(term) for term in terms if len(term) < LETTERS]
        self._are_chosen = False

    def hits(
        self, last: int | None, *, descending: bool, blocks: Collection[Block] | None = None
    ) -> Iterator[int]:
        """Their ids beyond ``last`` in ``blocks`` or in all, in order, read as far as they are asked for."""
        some = _beyond(last, self.blocks if blocks is None else blocks, descending=descending)
        return self._hits(some, last, descending=descending)

    def _hits(self, blocks: Sequence[Block], last: int | None, *, descending: bool) -> Iterator[int]:
        sign = -1 if descending else 1
        ways: list[tuple[int, int, Iterator[int]]] = []
        at, step = 0, _FIRST_BLOCKS
        while at < len(blocks):
            for number, ids in self._in(blocks[at : at + step], last, descending=descending):
                _push(ways, sign, number, ids)
            at, step = at + step, min(step * 4, _MOST_BLOCKS)
            # Blocks may overlap: what lies beyond the beginning of the next one waits for it.
            edge = None if at >= len(blocks) else blocks[at].last if descending else blocks[at].first
            while ways and (edge is None or ways[0][0] < sign * edge):
                signed, number, ids = ways[0]
                yield sign * signed
                following = next(ids, None)
                if following is None:
                    heapq.heappop(ways)
                else:
                    heapq.heapreplace(ways, (sign * following, number, ids))

    def chosen(self) -> Select[tuple[int]] | None:
        """All their ids, in no order; None for so many that it is quicker to read every message."""
        few = list(itertools.islice(self.hits(None, descending=True), _FEW + 1))
        return chosen_ids(self._connection, few) if len(few) <= _FEW else None

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks of the index."""
        rows = self._connection.execute(
            select(*(broker_block.c[name] for name in ("id", "first_id", "last_id", "size")))
        )
        return [*map(Block._make, rows.all())]

    def _in(
        self, blocks: Sequence[Block], last: int | None, *, descending: bool
    ) -> Iterator[tuple[int, Iterator[int]]]:
        """The number of each block that has hits, and their ids in order, read for all at once."""
        found = self._places(blocks)
        if last is not None:
            self._cut([each for each in blocks if each.first <= last <= each.last], found, last, descending)
        places = {
            block: list(each_place(found[block.id], descending=descending))
            for block in blocks
            if found.get(block.id)
        }
        many = [
            block
            for block, each in places.items()
            if len(each) > _SINGLE_IDS or self._earlier.ids_of(block) is not None
        ]
        for block, ids in self._whole_ids(many):
            yield block.id, map(ids.__getitem__, places.pop(block))
        single = [(block.id, place) for block, each in places.items() for place in each]
        for number, some in self._single_ids(single).items():
            yield number, iter(some)

    def _places(self, blocks: Sequence[Block]) -> dict[int, int]:
        """For each block the places that have all grams, and for each shorter term one that begins with it."""
        found = {each.id: (1 << each.size) - 1 for each in blocks}
        if self._grams:
            found = self._with_grams(list(found))
        sizes = [(self._narrow(found, beginning), beginning) for beginning in self._beginnings]
        if not self._are_chosen:
            self._choose(sizes, sum(each.size for each in blocks))
        return found

    def _with_grams(self, blocks: Sequence[int]) -> dict[int, int]:
        rows = self._said(blocks, self._grams)
        found = _common(rows, len(self._grams))
        if not self._are_chosen:
            self._choose_grams(rows)
        elif self._more:
            many = [block for block, bits in found.items() if bits.bit_count() > _MANY]
            again = _common(self._said(many, self._more), len(self._more))
            found.update((block, found[block] & again.get(block, 0)) for block in many)
        return found

    def _said(self, blocks: Sequence[int], grams: Sequence[int]) -> Sequence[Row[int, int, bytes]]:
        column = broker_gram.c
        if not blocks:
            return []
        chosen = select(column.block_id, column.gram, column.places).where(
            is_chosen(self._connection, column.block_id, blocks),
            is_chosen(self._connection, column.gram, grams),
        )
        return self._connection.execute(chosen).all()

    def _choose_grams(self, rows: Sequence[Row[int, int, bytes]]) -> None:
        """Now it is known which are rare: the rarest of each word come first, for those of one word say much the same."""
        sizes = dict.fromkeys(self._grams, 0)
        for _block, gram, places in rows:
            sizes[gram] += count_of_places(places)
        ranked = [
            (rank, sizes[gram], gram)
            for group in self._groups
            for rank, gram in enumerate(sorted(group, key=sizes.__getitem__))
        ]
        ordered = list(dict.fromkeys(gram for _, _, gram in sorted(ranked)))
        self._grams, self._more = ordered[:_GRAMS], ordered[_GRAMS : _GRAMS + _MORE_GRAMS]

    def _narrow(self, found: dict[int, int], beginning: tuple[int, int]) -> int:
        """Leave of the places found those of grams that begin so; returns in how many they are."""
        column = broker_gram.c
        blocks = [number for number, bits in found.items() if bits]
        chosen = select(column.block_id, column.places).where(
            is_chosen(self._connection, column.block_id, blocks), column.gram.between(*beginning)
        )
        packed: dict[int, list[bytes]] = {}
        for block, places in self._connection.execute(chosen).all():
            packed.setdefault(block, []).append(places)
        said = {block: any_places(packed.get(block, ())) for block in blocks}
        for block, bits in said.items():
            found[block] &= bits
        return sum(bits.bit_count() for bits in said.values())

    def _choose(self, sizes: Sequence[tuple[int, tuple[int, int]]], size: int) -> None:
        """Of the beginnings only the rare ones say enough for their many grams to be read."""
        rare = [beginning for count, beginning in sorted(sizes) if count * 4 < size]
        self._beginnings = rare if rare or self._grams else [beginning for _, beginning in sorted(sizes)[:1]]
        self._are_chosen = True

    def _cut(self, blocks: Sequence[Block], found: dict[int, int], last: int, descending: bool) -> None:  # noqa: FBT001
        for block, ids in self._whole_ids([each for each in blocks if found.get(each.id)]):
            found[block.id] = beyond(found[block.id], ids, last, descending=descending)

    def _single_ids(self, places: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
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

    def _whole_ids(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[int]]]:
        """All ids of each of these blocks."""
        unknown = {each.id: each for each in blocks if self._earlier.ids_of(each) is None}
        for block in blocks:
            if block.id not in unknown:
                yield block, self._earlier.ids_of(block) or ()
        if not unknown:
            return
        chosen = select(broker_block.c.id, broker_block.c.message_ids)
        among = is_chosen(self._connection, broker_block.c.id, unknown)
        for number, packed in self._connection.execute(chosen.where(among)).all():
            ids = unpacked_ids(packed)
            self._earlier.keep_ids(unknown[number], ids)
            yield unknown[number], ids


def _beyond(last: int | None, blocks: Collection[Block], *, descending: bool) -> list[Block]:
    """Those that may have messages beyond ``last``, in order."""
    if descending:
        some = [each for each in blocks if last is None or each.first < last]
        return sorted(some, key=lambda each: each.last, reverse=True)
    some = [each for each in blocks if last is None or each.last > last]
    return sorted(some, key=lambda each: each.first)


def _groups(term: str) -> Iterator[set[int]]:
    """The numbers of a term's grams: those of each word, and those between its words."""
    words = [telling_grams(word) for word in term.split(" ")]
    for group in (*words, telling_grams(term).difference(*words)):
        yield {gram_number(gram) for gram in group}


def _common(rows: Sequence[Row[int, int, bytes]], whole: int) -> dict[int, int]:
    """For each block that has all of so many grams the places that have them all."""
    packed: dict[int, list[bytes]] = {}
    for block, _gram, places in rows:
        packed.setdefault(block, []).append(places)
    return {block: common_places(sets) for block, sets in packed.items() if len(sets) == whole}


def _push(ways: list[tuple[int, int, Iterator[int]]], sign: int, number: int, ids: Iterator[int]) -> None:
    following = next(ids, None)
    if following is not None:
        heapq.heappush(ways, (sign * following, number, ids))
