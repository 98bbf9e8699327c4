"""All open accounts in memory, in order of account number, made for filtering while one types."""

from __future__ import annotations

from array import array
from itertools import compress
from typing import TYPE_CHECKING

from desktop.models.folding import words
from desktop.services.recipient_chunk import SIZE, RecipientChunk
from desktop.services.recipient_lines import RecipientLines
from desktop.services.recipient_search import RecipientSearch
from desktop.services.recipient_selection import RecipientSelection

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop.models.account import AccountLine


class RecipientIndex:
    """Filled once by ``extend`` and ``seal``, then only read.

    A million accounts take about 180 MB: their folded texts, their packed lines, their ids.
    """

    def __init__(self) -> None:
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
        while len(self._waiting) >= SIZE:
            self._chunks.append(RecipientChunk(self._waiting[:SIZE]))
            del self._waiting[:SIZE]

    def seal(self) -> None:
        """No more accounts will come."""
        if self._waiting:
            self._chunks.append(RecipientChunk(self._waiting))
            self._waiting = []

    def search(
        self, query: str, only: bytes | None = None, earlier: Sequence[RecipientSearch] = ()
    ) -> RecipientSearch:
        """Begin to look for the words of ``query``; ``only`` are the flags of a selection."""
        return RecipientSearch(self._chunks, words(query), only, earlier)

    def line(self, row: int) -> AccountLine:
        """What a list shows of a row."""
        return self._lines[row]

    def select(self, ids: Collection[int]) -> tuple[RecipientSelection, frozenset[int]]:
        """A selection of these accounts, and the ids that are not among the open accounts."""
        wanted = frozenset(ids)
        if not wanted:
            return RecipientSelection(len(self)), wanted
        here = map(wanted.__contains__, self._ids)
        selection = RecipientSelection(len(self), compress(range(len(self)), here))
        if selection.count == len(wanted):
            return selection, frozenset()
        return selection, wanted.difference(self.ids(selection))

    def ids(self, selection: RecipientSelection) -> tuple[int, ...]:
        """The account ids of what is ticked, in order of number."""
        return tuple(compress(self._ids, selection.snapshot()))

    def has_same_accounts(self, other: RecipientIndex) -> bool:
        """Whether both hold the same accounts in the same places, so that ticks fit either."""
        return self._ids.tobytes() == other._ids.tobytes()
