"""What searches of before have found, so that a further letter narrows it and the index is not read again.

Texts of messages never change, and a block of the index holds the same messages for as long as it is there: so
what was found in a block stays true, whatever comes, goes or is marked meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

_KEPT = 16
_MOST_IDS = 2_000
_MOST_BLOCKS = 256  # of 64 KB


class Block(NamedTuple):
    """A block of the index: its number, the first and the last id of its messages, and how many there are."""

    id: int
    first: int
    last: int
    size: int


class Search(NamedTuple):
    """The messages of ``blocks`` that say all of ``terms``, newest first, down to the id ``edge``; all where None."""

    terms: tuple[str, ...]
    blocks: frozenset[Block]
    ids: Sequence[int]
    edge: int | None

    def reaches_as_far_as(self, other: Search) -> bool:
        """Whether it says all that ``other`` does."""
        if self.terms != other.terms or not self.blocks >= other.blocks:
            return False
        return self.edge is None or (other.edge is not None and self.edge <= other.edge)


class EarlierSearches:
    """The last few searches of one list. May be asked and told from any thread."""

    def __init__(self) -> None:
        self._known: tuple[Search, ...] = ()
        self._ids: dict[Block, Sequence[int]] = {}

    def ids_of(self, block: Block) -> Sequence[int] | None:
        """The ids of its messages, where they were read before."""
        return self._ids.get(block)

    def keep_ids(self, block: Block, ids: Sequence[int]) -> None:
        """Remember them."""
        if len(self._ids) < _MOST_BLOCKS:
            self._ids[block] = ids

    def keep(self, search: Search) -> None:
        """Remember it, unless it found too much or nothing that is new."""
        known = self._known
        if len(search.ids) <= _MOST_IDS and not any(each.reaches_as_far_as(search) for each in known):
            others = [each for each in known if each.terms != search.terms]
            self._known = (*others, search)[-_KEPT:]

    def narrowed_to(self, terms: Collection[str]) -> Search | None:
        """One that found all that ``terms`` can find and as little else as is known: a part of them, or the same."""
        wider = [
            each for each in self._known if all(any(one in term for term in terms) for one in each.terms)
        ]
        return max(wider, key=lambda each: sum(map(len, each.terms)), default=None)
