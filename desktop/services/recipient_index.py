"""All open accounts in memory, in order of account number, made for filtering while one types."""

from __future__ import annotations

from array import array
from itertools import compress
from typing import TYPE_CHECKING

from desktop.models.folding import words
from desktop.services.recipient_chunk import RecipientChunk
from desktop.services.recipient_lines import RecipientLines
from desktop.services.recipient_rows import CHUNK, RowLayout, count_of, packed
from desktop.services.recipient_search import RecipientSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from desktop.models.account import AccountLine
    from desktop.services.recipient_rows import RowBits


class RecipientIndex:
    """Filled once by ``extend`` and ``seal``, then only read.

    A million accounts take about 170 MB: their folded texts, their packed lines, their ids.
    """

    def __init__(self, chunk: int = CHUNK) -> None:
        self.layout = RowLayout(0, chunk)
        self._ids = array("q")
        self._lines = RecipientLines()
        self._chunks: list[RecipientChunk] = []
        self._waiting: list[str] = []

    def __len__(self) -> int:
        return len(self._ids)

    def extend(self, part: Sequence[tuple[AccountLine, str]]) -> None:
        """Add accounts in order of number, each with its folded search text."""
        self._ids.extend(line.id for line, _text in part)
        self._lines.extend([line for line, _text in part])
        self._waiting.extend(text for _line, text in part)
        while len(self._waiting) >= self.layout.chunk:
            self._add_chunk()

    def seal(self) -> None:
        """No more accounts will come."""
        if self._waiting:
            self._add_chunk()
        self.layout = RowLayout(len(self._ids), self.layout.chunk)

    def search(
        self, query: str, only: RowBits | None = None, earlier: Sequence[RecipientSearch] = ()
    ) -> RecipientSearch:
        """Begin to look for the words of ``query``; ``only`` are rows that alone are looked at."""
        return RecipientSearch(self.layout, self._chunks, words(query), only, earlier)

    def line(self, row: int) -> AccountLine:
        """What a list shows of a row."""
        return self._lines[row]

    def rows(self, ids: Collection[int], check: Callable[[], object] = bool) -> RowBits:
        """The rows of these accounts, as far as they are open. ``check`` is called between two chunks."""
        wanted = ids if isinstance(ids, frozenset) else frozenset(ids)
        if not wanted:
            return self.layout.nobody
        rows = []
        for start in range(0, len(self), self.layout.chunk):
            here = map(wanted.__contains__, self._ids[start : start + self.layout.chunk])
            rows.append(packed(bytes(here)))
            check()
        return tuple(rows)

    def missing(self, ids: Collection[int], rows: RowBits) -> frozenset[int]:
        """Those of ``ids`` that are not among the open accounts, where ``rows`` are the rows of the others."""
        wanted = frozenset(ids)
        return frozenset() if count_of(rows) == len(wanted) else wanted.difference(self.ids(rows))

    def ids(self, rows: RowBits) -> tuple[int, ...]:
        """The account ids of these rows, in order of number."""
        return tuple(compress(self._ids, self.layout.flags(rows)))

    def has_same_accounts(self, other: RecipientIndex) -> bool:
        """Whether both hold the same accounts in the same places, so that ticks fit either."""
        return self._ids.tobytes() == other._ids.tobytes()

    def _add_chunk(self) -> None:
        self._chunks.append(RecipientChunk(self._waiting[: self.layout.chunk]))
        del self._waiting[: self.layout.chunk]
