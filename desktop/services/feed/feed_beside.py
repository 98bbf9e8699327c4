"""The watch of the feed in a process of its own, so that what it costs does not stop whoever is at the window.

Python runs one thread of a process at a time, and its collector stops all of them.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Generator, Iterator, Sequence

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.feed.feed_watch import FeedNews
from desktop.services.feed.feed_wire import heard

_REST_S = 15.0
_MOST_ENDS = 3
# Whoever ran for longer was not kept from running.
_LIVED_S = 300.0
_LONGEST_S = 5.0
_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


class FeedGone(Exception):
    """The process ended again and again, for no reason that it could tell."""


class FeedBeside:
    """Begins the command line ``words`` when its news are asked for. It ends with this process, however that ends."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._ended = threading.Event()
        self._beginning = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def news(self) -> Iterator[FeedNews]:
        """All news, until it has nothing to do any more, or ``end``. One that ended otherwise is begun again.

        Raises FeedGone when that is in vain, and OSError where it cannot be begun.
        """
        ends = 0
        while not self._ended.is_set():
            began = time.monotonic()
            code = yield from self._run()
            if code == 0 or self._ended.is_set():
                return
            ends = ends + 1 if time.monotonic() - began < _LIVED_S else 1
            if ends == _MOST_ENDS:
                raise FeedGone(code)
            yield FeedNews(trouble=_ended_by_itself())
            self._ended.wait(_REST_S)

    def end(self) -> None:
        """Let it end after the records in hand; the rest of a file is taken by whoever comes next. Any thread."""
        with self._beginning:
            self._ended.set()
            process = self._process
        if process is None:
            return
        _close(process)
        try:
            process.wait(_LONGEST_S)
        except subprocess.TimeoutExpired:
            # What it had not committed is taken again.
            process.kill()
            process.wait()

    def _run(self) -> Generator[FeedNews, None, int]:
        with self._beginning:
            if self._ended.is_set():
                return 0
            self._process = process = subprocess.Popen(  # noqa: S603 - this program itself
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_QUIETLY,
            )
        if process.stdout is not None:
            with process.stdout as said:
                while (news := heard(said)) is not None:
                    yield news
        code = process.wait()
        _close(process)
        return code


def _close(process: subprocess.Popen[bytes]) -> None:
    """An end to read, which tells it to end."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _ended_by_itself() -> Refused:
    return Refused(
        tr("Messages of IB do not come in"),
        tr("The part of the program that takes them has ended."),
        tr("It begins again in a moment. Nothing is lost."),
    )
