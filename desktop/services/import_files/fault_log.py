"""The faults of a file, every one of them, however many: kept in a file of their own that goes with them."""

from __future__ import annotations

import json
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, overload

from desktop.models.imports import RowFault

_IN_MEMORY = 1_000_000
_STEP = 200


class FaultLog(Sequence[RowFault]):
    """Faults in order of their lines; can be read from any thread. Memory holds only where each begins.

    ``longest`` is cut from a value, so that a file of long lines does not fill the disk.
    """

    longest = 200

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as the log
        self._begins = array("Q", [0])
        self._lock = threading.Lock()
        self.close = weakref.finalize(self, self._file.close)
        self.rows = 0
        self._last_line = 0

    def add(self, faults: Iterable[RowFault]) -> None:
        """Put these behind all others. Raises OSError when the disk is full."""
        packed, at = [], self._begins[-1]
        for fault in faults:
            line = json.dumps((fault.line, fault.column, fault.value[: self.longest], fault.reason)).encode()
            packed.append(line)
            at += len(line)
            self._begins.append(at)
            self.rows += fault.line != self._last_line
            self._last_line = fault.line
        with self._lock:
            self._file.seek(0, 2)
            self._file.write(b"".join(packed))

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __iter__(self) -> Iterator[RowFault]:
        for first in range(0, len(self), _STEP):
            yield from self._read(first, min(first + _STEP, len(self)))

    @overload
    def __getitem__(self, place: int) -> RowFault: ...

    @overload
    def __getitem__(self, place: slice) -> list[RowFault]: ...

    def __getitem__(self, place: int | slice) -> RowFault | list[RowFault]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            if step == 1:
                return self._read(first, max(end, first))
            return [self[one] for one in range(first, end, step)]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._read(place % len(self), place % len(self) + 1)[0]

    def _read(self, first: int, end: int) -> list[RowFault]:
        begins = self._begins[first : end + 1]
        with self._lock:
            self._file.seek(begins[0])
            packed = self._file.read(begins[-1] - begins[0])
        pieces = zip(begins, islice(begins, 1, None), strict=False)
        return [RowFault(*json.loads(packed[one - begins[0] : two - begins[0]])) for one, two in pieces]
