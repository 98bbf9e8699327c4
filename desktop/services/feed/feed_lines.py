"""Reads a feed line by line in bounded memory, whatever its lines are like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple

LONGEST = 16_000_000
"""Bytes of the longest line that is read whole."""
_KEPT = 64_000
_BOM = b"\xef\xbb\xbf"
_BATCH_BYTES = 3_000_000
_BATCH_LINES = 2_000


class FeedLine(NamedTuple):
    """A line without its end; ``is_whole`` is False where it was longer than is read."""

    number: int
    raw: bytes
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """How far a feed is read: bytes, and lines with the blank ones."""

    read_bytes: int = 0
    lines: int = 0


class FeedLines:
    """The lines of an open feed from ``place`` on that are not blank, in batches; ``place`` says how far it is."""

    def __init__(self, stream: IO[bytes], place: FeedPlace = FeedPlace()) -> None:
        self._stream = stream
        self._read_bytes = place.read_bytes
        self._number = place.lines

    @property
    def place(self) -> FeedPlace:
        """Behind the line that was read last."""
        return FeedPlace(self._read_bytes, self._number)

    def batches(self) -> Iterator[list[FeedLine]]:
        """Lists of lines, each of at most some megabytes or one line. Raises OSError."""
        batch: list[FeedLine] = []
        size = 0
        for line in self._lines():
            batch.append(line)
            size += len(line.raw)
            if size >= _BATCH_BYTES or len(batch) >= _BATCH_LINES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _lines(self) -> Iterator[FeedLine]:
        while raw := self._stream.readline(LONGEST + 1):
            self._number += 1
            self._read_bytes += len(raw)
            if self._number == 1:
                raw = raw.removeprefix(_BOM)
            if len(raw) > LONGEST and not raw.endswith(b"\n"):
                self._skip_rest()
                yield FeedLine(self._number, raw[:_KEPT], is_whole=False)
            elif stripped := raw.strip():
                yield FeedLine(self._number, stripped)

    def _skip_rest(self) -> None:
        while raw := self._stream.readline(LONGEST):
            self._read_bytes += len(raw)
            if raw.endswith(b"\n"):
                return
