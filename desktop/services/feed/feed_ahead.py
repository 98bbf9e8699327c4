"""Batches of a feed's lines, the next one read and checked on a thread of its own while the store writes."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Executor, Future

from desktop.services.feed.feed_blocks import FeedBlock
from desktop.services.feed.feed_lines import FeedLine, FeedLines
from desktop.services.feed.feed_reading import ReadLines, read_lines


class LinesAhead:
    """The batches of a feed."""

    def __init__(self, lines: FeedLines, reader: Executor) -> None:
        self._lines = lines
        self._reader = reader
        self._following: list[FeedLine] | None = None
        self._reading: Future[ReadLines] | None = None

    def blocks(self) -> Generator[FeedBlock, None, None]:
        """One after the other. Raises OSError behind those that were there."""
        batches = self._lines.batches()
        trouble: OSError | None = None
        self._following = next(batches, None)
        while self._following is not None:
            read, end = self._read(self._following), self._lines.place
            try:
                self._following = next(batches, None)
            except OSError as error:
                self._following, trouble = None, error
            yield FeedBlock(read, end, is_last=self._following is None)
        if trouble is not None:
            raise trouble

    def read_on(self) -> None:
        """Begin with the next batch: nobody needs Python now."""
        if self._following is not None and self._reading is None:
            self._reading = self._reader.submit(read_lines, self._following)

    def _read(self, lines: list[FeedLine]) -> ReadLines:
        reading, self._reading = self._reading, None
        return read_lines(lines) if reading is None else reading.result()
