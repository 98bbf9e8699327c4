"""What a preview lists of very many rows: kept by column, a batch at a time, in a file of its own that goes with it."""

from __future__ import annotations

import json
import tempfile
import threading
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Generic, TypeVar, overload

T = TypeVar("T")
_IN_MEMORY = 1_000_000


class ColumnLog(Sequence[T], Generic[T]):
    """Entries in the order in which they come; can be read from any thread. Memory holds only where batches begin.

    ``made`` makes an entry of its values.
    """

    def __init__(self, made: Callable[..., T]) -> None:
        self._made = made
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the log
        self._begins = array("Q", [0])
        self._firsts = array("Q", [0])
        self._lock = threading.Lock()
        self._held: tuple[int, Sequence[Sequence[Any]]] = (-1, ())
        self.close = weakref.finalize(self, self._file.close)

    def add(self, *columns: Sequence[Any]) -> None:
        """Put a batch behind all others, its values by column. Raises OSError when the disk is full."""
        if not columns[0]:
            return
        packed = json.dumps([[*column] for column in columns]).encode()
        with self._lock:
            self._file.seek(0, 2)
            self._file.write(packed)
            self._begins.append(self._begins[-1] + len(packed))
            self._firsts.append(self._firsts[-1] + len(columns[0]))

    def __len__(self) -> int:
        return self._firsts[-1]

    def __iter__(self) -> Iterator[T]:
        for batch in range(len(self._begins) - 1):
            yield from map(self._made, *self._columns(batch))

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> list[T]: ...

    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            if step == 1:
                return self._between(first, max(end, first))
            return [self[one] for one in range(first, end, step)]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._between(place % len(self), place % len(self) + 1)[0]

    def _between(self, first: int, end: int) -> list[T]:
        found: list[T] = []
        batch = bisect_right(self._firsts, first) - 1
        while first < end:
            before = self._firsts[batch]
            upto = min(end, self._firsts[batch + 1])
            columns = [column[first - before : upto - before] for column in self._columns(batch)]
            found += map(self._made, *columns)
            first, batch = upto, batch + 1
        return found

    def _columns(self, batch: int) -> Sequence[Sequence[Any]]:
        """Who reads backwards or here and there asks for the same batch again and again."""
        with self._lock:
            number, columns = self._held
            if number != batch:
                self._file.seek(self._begins[batch])
                columns = json.loads(self._file.read(self._begins[batch + 1] - self._begins[batch]))
                self._held = batch, columns
        return columns
