"""Tells a program what other programs changed in the store they share."""

from __future__ import annotations

import importlib
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Engine, func, select

from desktop.errors import StoreAway
from desktop.language import tr
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.store.address import StoreAddress
from desktop.store.engine import set_up_sqlite
from desktop.store.failures import file_is_out_of_reach
from desktop.store.server_lines import PATIENCE, ServerLines
from desktop.store.tables import change_log

if TYPE_CHECKING:
    import psycopg

_POLL_S = 0.25
_SINCE = "SELECT seq, origin, touches FROM change_log WHERE seq > {mark} ORDER BY seq LIMIT 1000"


class ChangeFeed(Protocol):
    """Changes that other programs made, in order."""

    def next_change(self, timeout_s: float) -> Change | None:
        """The next change, or None when there was none for ``timeout_s`` seconds.

        Raises StoreUnavailable when the store has gone; calling again tries to reach it anew.
        """

    def close(self) -> None:
        """Stop waiting and let go of the connection; a waiting call returns None."""


def feed_of(
    address: StoreAddress, engine: Engine, lines: ServerLines, own_origin: str, known: int | None = None
) -> ChangeFeed:
    """The feed that fits the kind of store: of what comes after the change ``known``, or from now on.

    Its connection to a server is one of ``lines``.
    """
    last = _newest(engine) if known is None else known
    if address.is_embedded:
        return _SqliteFeed(_opened(address), own_origin, last)
    return _PostgresFeed(engine, lines, own_origin, last)


def _newest(engine: Engine) -> int:
    with engine.connect() as connection:
        found: int = connection.execute(select(func.coalesce(func.max(change_log.c.seq), 0))).scalar_one()
    return found


def _opened(address: StoreAddress) -> sqlite3.Connection:
    """A connection to a file that is there: none is made. Raises StoreUnavailable."""
    place = f"{Path(str(address.path)).absolute().as_uri()}?mode=rw"
    connection = None
    try:
        connection = sqlite3.connect(place, uri=True, check_same_thread=False)
        set_up_sqlite(connection)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise file_is_out_of_reach() from error
    return connection


class _SqliteFeed:
    """Polls ``PRAGMA data_version``, which changes when any other connection has committed."""

    def __init__(self, connection: sqlite3.Connection, own_origin: str, last: int) -> None:
        self._connection = connection
        self._own, self._last = own_origin, last
        self._version = -1
        self._closed = threading.Event()
        self._using = threading.Lock()

    def next_change(self, timeout_s: float) -> Change | None:
        deadline = time.monotonic() + timeout_s
        while not self._closed.is_set():
            with self._using:
                change = None if self._closed.is_set() else self._look()
            left = deadline - time.monotonic()
            if change is not None or left <= 0:
                return change
            self._closed.wait(min(_POLL_S, left))
        return None

    def _look(self) -> Change | None:
        try:
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return None
            rows = self._connection.execute(_SINCE.format(mark="?"), (self._last,)).fetchall()
        except sqlite3.Error as error:
            raise _gone() from error
        self._version = version
        if rows:
            self._last = rows[-1][0]
        return merged(rows, self._own)

    def close(self) -> None:
        self._closed.set()
        with self._using:
            self._connection.close()


class _PostgresFeed:
    """Listens for NOTIFY on its own connection, then reads the log since the last look."""

    def __init__(self, engine: Engine, lines: ServerLines, own_origin: str, last: int) -> None:
        # A program on an embedded store starts without it.
        self._driver = importlib.import_module("psycopg")
        self._engine, self._lines = engine, lines
        self._own, self._last = own_origin, last
        self._connection: psycopg.Connection[Any] | None = None
        self._closed = threading.Event()
        self._using = threading.Lock()

    def next_change(self, timeout_s: float) -> Change | None:
        deadline = time.monotonic() + timeout_s
        while not self._closed.is_set():
            with self._using:
                change = None if self._closed.is_set() else self._wait(min(_POLL_S, timeout_s))
            if change is not None or time.monotonic() >= deadline:
                return change
        return None

    def _wait(self, timeout_s: float) -> Change | None:
        try:
            if self._connection is None:
                self._connection = self._listen()
            else:
                for _ in self._connection.notifies(timeout=timeout_s, stop_after=1):
                    pass
            rows = self._connection.execute(_SINCE.format(mark="%s"), (self._last,)).fetchall()
        except self._driver.Error as error:
            self._drop()
            self._closed.wait(timeout_s)
            raise _gone() from error
        if rows:
            self._last = rows[-1][0]
        return merged(rows, self._own)

    def _listen(self) -> psycopg.Connection[Any]:
        arguments = self._engine.dialect.create_connect_args(self._engine.url)[1]
        connection: psycopg.Connection[Any] = self._driver.connect(
            **{**arguments, **PATIENCE}, autocommit=True
        )
        self._lines.add(connection)
        connection.execute("LISTEN message_center")
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        self._closed.set()
        with self._using:
            self._drop()


def merged(rows: Sequence[tuple[int, str, str]], own_origin: str) -> Change | None:
    """One change out of the log's rows, leaving out our own; None when nothing is left."""
    touches: list[Touch] = []
    origin = ""
    for _, row_origin, text in rows:
        if row_origin == own_origin:
            continue
        origin = row_origin
        touches.extend(
            Touch(Subject(subject), ChangeKind(kind), frozenset(ids))
            for subject, kind, ids in json.loads(text)
        )
    return Change(tuple(dict.fromkeys(touches)), origin) if touches else None


def _gone() -> StoreAway:
    return StoreAway(
        tr("The store cannot be reached"),
        tr("What colleagues change is not shown until it is back."),
        tr("The program goes on trying by itself."),
    )
