"""What a file makes of many rows, each of them, however many: kept in a file of its own that goes with it."""

from __future__ import annotations

import json
import tempfile
import threading
import weakref
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, Generic, TypeVar, overload

T = TypeVar("T")
_IN_MEMORY = 1_000_000
_STEP = 200


class RowLog(Sequence[T], Generic[T]):
    """Entries in the order in which they come; can be read from any thread. Memory holds only where each begins.

    ``values`` takes an entry apart into what JSON can hold, and ``made`` makes it again of that.
    """

    def __init__(self, values: Callable[[T], Sequence[Any]], made: Callable[..., T]) -> None:
        self._values, self._made = values, made
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the log
        self._begins = array("Q", [0])
        self._lock = threading.Lock()
        self.close = weakref.finalize(self, self._file.close)

    def add(self, entries: Iterable[T]) -> None:
        """Put these behind all others. Raises OSError when the disk is full."""
        packed, at = [], self._begins[-1]
        for entry in entries:
            line = json.dumps(self._values(entry)).encode()
            packed.append(line)
            at += len(line)
            self._begins.append(at)
        with self._lock:
            self._file.seek(0, 2)
            self._file.write(b"".join(packed))

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __iter__(self) -> Iterator[T]:
        for first in range(0, len(self), _STEP):
            yield from self._read(first, min(first + _STEP, len(self)))

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> list[T]: ...

    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            if step == 1:
                return self._read(first, max(end, first))
            return [self[one] for one in range(first, end, step)]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._read(place % len(self), place % len(self) + 1)[0]

    def _read(self, first: int, end: int) -> list[T]:
        begins = self._begins[first : end + 1]
        with self._lock:
            self._file.seek(begins[0])
            packed = self._file.read(begins[-1] - begins[0])
        pieces = zip(begins, islice(begins, 1, None), strict=False)
        return [self._made(*json.loads(packed[one - begins[0] : two - begins[0]])) for one, two in pieces]
