"""Reads a shared store in a process of its own, beside the one that loads Qt and paints the window.

PostgreSQL's driver and the keyring take as long to load as Qt, and a process runs one piece of Python
at a time. What is read this way is the same; whatever goes wrong is left to the ordinary way.
"""

from __future__ import annotations

import contextlib
import marshal
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any

from desktop.store.ahead_gone import AheadGone
from desktop.store.child import begun
from desktop.store.failures import refused_at_the_door

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.child import Child


class ReadAhead:
    """Begins at once, with the command line ``words``; stands for a connection when it has been greeted.

    One thread at a time.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.password: str | None = None
        self._greeted = False
        self._process: Child | None = None
        with contextlib.suppress(OSError):
            self._process = begun(words)

    def greet(self) -> bool:
        """Wait until it is connected, and take the password it found. False: it could not connect.

        Raises StoreUnavailable when the server is out of reach or lets nobody in.
        """
        try:
            self.password, refusal, self._greeted = self._heard()
        except AheadGone:
            self._greeted = False
        else:
            if refusal:
                self.close()
                raise refused_at_the_door(refusal)
        if not self._greeted:
            self.close()
        return self._greeted

    def execute(self, sql: str, /) -> Any:
        """A cursor with all rows of a statement. Raises AheadGone."""
        process = self._running()
        try:
            _say(process.asked, sql)
        except (OSError, ValueError) as error:
            raise AheadGone from error
        names, rows = self._heard()
        return SimpleNamespace(description=[(name,) for name in names], fetchall=lambda: rows)

    def close(self) -> None:
        """End it; safe at any time."""
        process, self._process = self._process, None
        if process is not None:
            process.end(at_once=not self._greeted)

    def _heard(self) -> Any:
        try:
            heard = marshal.load(self._running().answers)  # noqa: S302 - our own words
        except (OSError, ValueError, TypeError, EOFError) as error:
            raise AheadGone from error
        if heard is None:
            raise AheadGone
        return heard

    def _running(self) -> Child:
        if self._process is None:
            raise AheadGone
        return self._process


def answer_all(connection: Any, failure: type[Exception], asked: IO[bytes], answers: IO[bytes]) -> None:
    """Read for the process that began this one, until it is gone or has enough."""
    while True:
        try:
            sql = marshal.load(asked)  # noqa: S302 - from the process that began this one
        except EOFError:
            return
        try:
            cursor = connection.execute(sql)
            said = [part[0] for part in cursor.description], cursor.fetchall()
            answer = marshal.dumps(said)
        except (failure, ValueError):
            # Also what is no plain value: the ordinary way knows it.
            answer = marshal.dumps(None)
        answers.write(answer)
        answers.flush()


def greet_back(answers: IO[bytes], password: str | None, refusal: str, *, is_connected: bool) -> None:
    """Say how the connecting went; with ``refusal``, in the server's own words."""
    _say(answers, (password, refusal, is_connected))


def _say(to: IO[bytes], what: Any) -> None:
    to.write(marshal.dumps(what))
    to.flush()
