"""Reads a feed line by line in bounded memory, whatever its lines are like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

LONGEST = 16_000_000
"""Bytes of the longest line that is read whole."""
_KEPT = 64_000
_BOM = b"\xef\xbb\xbf"
_BATCH_BYTES = 3_000_000
_BATCH_LINES = 2_000


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A line without its end; ``is_whole`` is False where it was longer than is read."""

    number: int
    raw: bytes
    is_whole: bool = True


class FeedLines:
    """The lines of an open feed that are not blank, in batches; ``read_bytes`` says how far it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.read_bytes = 0

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
        number = 0
        while raw := self._stream.readline(LONGEST + 1):
            number += 1
            self.read_bytes += len(raw)
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if len(raw) > LONGEST and not raw.endswith(b"\n"):
                self._skip_rest()
                yield FeedLine(number, raw[:_KEPT], is_whole=False)
            elif stripped := raw.strip():
                yield FeedLine(number, stripped)

    def _skip_rest(self) -> None:
        while raw := self._stream.readline(LONGEST):
            self.read_bytes += len(raw)
            if raw.endswith(b"\n"):
                return
