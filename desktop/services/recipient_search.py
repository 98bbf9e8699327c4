"""One look through the recipients, taken in steps: the first rows at once, the exact count behind them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import compress
from typing import TYPE_CHECKING

from desktop.services.recipient_chunk import SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.recipient_chunk import RecipientChunk


class RecipientSearch:
    """The rows that contain all ``words``, of those flagged in ``only`` where it is given.

    ``advance`` looks through the next chunk; ``count`` and ``row`` speak of what is found so far.
    ``earlier`` are searches of before. Where one whose rows include these has looked, only its rows
    are looked at again; one that looked for the same is gone on with.
    """

    def __init__(
        self,
        chunks: Sequence[RecipientChunk],
        words: tuple[str, ...],
        only: bytes | None = None,
        earlier: Sequence[RecipientSearch] = (),
    ) -> None:
        self.words = words
        self.only = only
        self._chunks = chunks
        wider = [search for search in earlier if self._is_within(search)]
        self._earlier = min(wider, key=_worth, default=None)
        self._bits: int | None = None
        self._found: list[bytes] = []
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
        chunk = self._chunks[at]
        flags = chunk.match(self.words, self._among(at))
        self._found.append(flags)
        self._ends.append(self.count + flags.count(1))
        self._let_go()

    def finish(self) -> None:
        """Look through all that is left."""
        while not self.done:
            self.advance()

    def row(self, place: int) -> int:
        """The row of the index that stands at ``place`` of what is found."""
        at = bisect_right(self._ends, place)
        return at * SIZE + self._rows_of(at)[place - (self._ends[at - 1] if at else 0)]

    def place(self, row: int) -> int | None:
        """Where a row of the index stands in what is found, or None."""
        at, offset = divmod(row, SIZE)
        if at >= len(self._found) or not self._found[at][offset]:
            return None
        return (self._ends[at - 1] if at else 0) + self._found[at].count(1, 0, offset)

    def flags(self) -> bytes:
        """A byte for each row of the index looked at so far, 1 where it is found."""
        return b"".join(self._found)

    def bits(self) -> int:
        """The flags as one number, a byte a row, the first row's the lowest."""
        if self._bits is None or not self.done:
            self._bits = int.from_bytes(self.flags(), "little")
        return self._bits

    def bits_between(self, first: int, last: int) -> int:
        """The bits of what stands at the places ``first`` to ``last``, both included."""
        start, end = self.row(first) * 8, (self.row(last) + 1) * 8
        return (self.bits() & ((1 << end) - 1)) >> start << start

    def asks(self, words: tuple[str, ...], only: bytes | None) -> bool:
        """Whether it looks for just that."""
        return self.words == words and self.only is only

    def looked_at(self) -> tuple[list[bytes], list[int]]:
        """What it has found, chunk by chunk, and the counts up to the end of each."""
        return list(self._found), list(self._ends)

    def known(self, at: int) -> bytes | None:
        """The flags of a chunk as far as they are known: of this search, or of one it narrows."""
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

    def _among(self, at: int) -> bytes | None:
        return self._chosen(at, self._earlier.known(at) if self._earlier is not None else None)

    def _chosen(self, at: int, among: bytes | None) -> bytes | None:
        if self.only is None:
            return among
        chosen = self.only[at * SIZE : at * SIZE + self._chunks[at].count]
        if among is None:
            return chosen
        both = int.from_bytes(chosen, "little") & int.from_bytes(among, "little")
        return both.to_bytes(len(chosen), "little")

    def _rows_of(self, at: int) -> array[int]:
        rows = self._rows.get(at)
        if rows is None:
            if len(self._rows) > 8:
                self._rows.clear()
            rows = self._rows[at] = array("H", compress(range(SIZE), self._found[at]))
        return rows


def _worth(search: RecipientSearch) -> tuple[bool, int]:
    """Finished ones first, then those that leave least to look at."""
    return not search.done, search.count
