"""Another process that reads and checks a great feed: Python runs one thread of a process at a time."""

from __future__ import annotations

import gc
import logging
import os
import stat
import subprocess
from collections.abc import Generator
from concurrent.futures import Executor, Future
from itertools import count
from typing import IO

from desktop import paths
from desktop.language import chosen_language
from desktop.services.beside import AtOnce
from desktop.services.feed.feed_ahead import LinesAhead
from desktop.services.feed.feed_blocks import BrokenBlock, FeedBlock, heard_block, say_block, say_end
from desktop.services.feed.feed_lines import FeedLines, FeedPlace

READ_FEED = "read-feed"
# Below it, a process takes longer to begin than the lines to be read.
_GREAT_BYTES = 8_000_000
_COLLECTED_EVERY = 20
_log = logging.getLogger(__name__)
_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


def is_great(stream: IO[bytes]) -> bool:
    """Whether another process is to read it: a file of some length, which this one could read on by itself."""
    try:
        found = os.fstat(stream.fileno())
        return stat.S_ISREG(found.st_mode) and found.st_size - stream.tell() >= _GREAT_BYTES
    except OSError:
        return False  # it is no file, or whoever reads it says what is wrong


def tell_blocks(stream: IO[bytes], to: IO[bytes]) -> None:
    """What the other process does: say all batches of a feed. Raises OSError where nobody listens any more."""
    blocks = LinesAhead(FeedLines(stream), AtOnce()).blocks()
    for number in count(1):
        try:
            block = next(blocks, None)
        except OSError as error:
            say_end(to, error)
            return
        if block is None:
            say_end(to)
            return
        say_block(to, block)
        # Nothing of the batch is left to be looked at.
        del block
        if number % _COLLECTED_EVERY == 0:
            gc.collect()


class FeedReader:
    """The batches of a feed that another process reads from ``stream``, each fetched in ``lane`` while the store writes.

    The other one waits with a batch till it is fetched, so there are three in memory at most. Where it cannot be
    begun, or ends before the feed does, the rest is read here. It ends when nobody listens any more, however that came.
    """

    def __init__(self, stream: IO[bytes], lane: Executor) -> None:
        self._stream = stream
        self._lane = lane
        self._began_at = stream.tell()
        self._process: subprocess.Popen[bytes] | None = None
        self._fetching: Future[FeedBlock | None] | None = None
        self._here: LinesAhead | None = None

    def blocks(self) -> Generator[FeedBlock, None, None]:
        """One after the other. Raises OSError behind those that were there."""
        end = FeedPlace()
        try:
            self._begin()
            while (block := self._fetch()) is not None:
                end = block.end
                yield block
        except BrokenBlock:
            _log.warning("the reader of a feed ended by itself; the rest is read without one")
            self._stream.seek(self._began_at + end.read_bytes)
            self._here = LinesAhead(FeedLines(self._stream, end), self._lane)
            yield from self._here.blocks()
        finally:
            self._end()

    def read_on(self) -> None:
        """Fetch the next batch: nobody needs Python now."""
        if self._here is not None:
            self._here.read_on()
        elif self._fetching is None:
            self._fetching = self._lane.submit(self._hear)

    def _begin(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [*paths.this_program(), READ_FEED, "--language", chosen_language()],
                stdin=self._stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_QUIETLY,
            )
        except OSError as error:
            raise BrokenBlock from error

    def _fetch(self) -> FeedBlock | None:
        fetching, self._fetching = self._fetching, None
        return self._hear() if fetching is None else fetching.result()

    def _hear(self) -> FeedBlock | None:
        if self._process is None or self._process.stdout is None:
            raise BrokenBlock
        return heard_block(self._process.stdout)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # It has nothing that could be lost.
        process.kill()
        process.wait()
        if self._fetching is not None:
            self._fetching.exception()
        if process.stdout is not None:
            process.stdout.close()


def reader_of(stream: IO[bytes], lane: Executor) -> LinesAhead | FeedReader:
    """Whatever reads this feed best."""
    return FeedReader(stream, lane) if is_great(stream) else LinesAhead(FeedLines(stream), lane)
