"""One look through the recipients, taken in steps: the first rows at once, the exact count behind them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import compress
from typing import TYPE_CHECKING

from desktop.services.recipient_rows import both, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.recipient_chunk import RecipientChunk
    from desktop.services.recipient_rows import RowBits, RowLayout

_UNPACKED = 8


class RecipientSearch:
    """The rows that contain all ``words``, of those in ``only`` where it is given.

    ``advance`` looks through the next chunk; ``count`` and ``row`` speak of what is found so far.
    ``earlier`` are searches of before. Where one whose rows include these has looked, only its rows
    are looked at again; one that looked for the same is gone on with.
    """

    def __init__(
        self,
        layout: RowLayout,
        chunks: Sequence[RecipientChunk],
        words: tuple[str, ...],
        only: RowBits | None = None,
        earlier: Sequence[RecipientSearch] = (),
    ) -> None:
        self.words = words
        self.only = only
        self._layout = layout
        self._chunks = chunks
        wider = [search for search in earlier if self._is_within(search)]
        self._earlier = min(wider, key=_worth, default=None)
        self._found: list[int] = []
        self._ends: list[int] = []
        if self._earlier is not None and self._earlier.asks(words, only):
            self._found, self._ends = self._earlier.looked_at()
        self._let_go()
        self._rows: dict[int, array[int]] = {}

    @property
    def done(self) -> bool:
        return len(self._found) == len(self._chunks)

    @property
    def count(self) -> int:
        """How many rows are found; exact once ``done``."""
        return self._ends[-1] if self._ends else 0

    def advance(self) -> None:
        """Look through one more chunk."""
        at = len(self._found)
        bits = self._chunks[at].match(self.words, self._among(at))
        self._found.append(bits)
        self._ends.append(self.count + bits.bit_count())
        self._let_go()

    def finish(self) -> None:
        """Look through all that is left."""
        while not self.done:
            self.advance()

    def row(self, place: int) -> int:
        """The row of the index that stands at ``place`` of what is found."""
        at = bisect_right(self._ends, place)
        return at * self._layout.chunk + self._rows_of(at)[place - (self._ends[at - 1] if at else 0)]

    def place(self, row: int) -> int | None:
        """Where a row of the index stands in what is found, or None."""
        at, bit = self._layout.bit(row)
        if at >= len(self._found) or not self._found[at] & bit:
            return None
        return self._ends[at] - (self._found[at] & ((bit << 1) - 1)).bit_count()

    def rows(self) -> RowBits:
        """All that is found so far."""
        return (*self._found, *(0,) * (len(self._chunks) - len(self._found)))

    def rows_between(self, first: int, last: int) -> RowBits:
        """What stands at the places ``first`` to ``last``, both included."""
        return both(self.rows(), self._layout.between(self.row(first), self.row(last)))

    def asks(self, words: tuple[str, ...], only: RowBits | None) -> bool:
        """Whether it looks for just that."""
        return self.words == words and self.only is only

    def looked_at(self) -> tuple[list[int], list[int]]:
        """What it has found, chunk by chunk, and the counts up to the end of each."""
        return list(self._found), list(self._ends)

    def known(self, at: int) -> int | None:
        """The rows of a chunk as far as they are known: of this search, or of one it narrows."""
        if at < len(self._found):
            return self._found[at]
        return self._earlier.known(at) if self._earlier is not None else None

    def _let_go(self) -> None:
        """A finished search needs none before it."""
        if self.done:
            self._earlier = None

    def _is_within(self, earlier: RecipientSearch) -> bool:
        same = earlier.only is None or earlier.only is self.only
        return same and all(any(old in word for word in self.words) for old in earlier.words)

    def _among(self, at: int) -> int | None:
        known = self._earlier.known(at) if self._earlier is not None else None
        if self.only is None:
            return known
        return self.only[at] if known is None else self.only[at] & known

    def _rows_of(self, at: int) -> array[int]:
        rows = self._rows.get(at)
        if rows is None:
            if len(self._rows) > _UNPACKED:
                self._rows.clear()
            count = self._chunks[at].count
            rows = self._rows[at] = array("H", compress(range(count), unpacked(self._found[at], count)))
        return rows


def _worth(search: RecipientSearch) -> tuple[bool, int]:
    """Finished ones first, then those that leave least to look at."""
    return not search.done, search.count
