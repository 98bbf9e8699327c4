"""An open store: hands out transactions, remembers how it is opened and closed."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop.models.change import Change
from desktop.store.address import StoreAddress
from desktop.store.backup import backup_folder
from desktop.store.change_feed import ChangeFeed, feed_of
from desktop.store.engine import WRITES
from desktop.store.failures import sorted_failures
from desktop.store.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This computer's time, in UTC."""
    return datetime.now(UTC)


class Store:
    """A store of one office. Opened by ``desktop.store.opening.open_store``.

    Thread-safe. On an embedded store writes of one program take turns; readers never wait.
    """

    def __init__(self, address: StoreAddress, engine: Engine, clock: Clock = utc_now) -> None:
        self.address = address
        self.engine = engine
        self.origin = uuid.uuid4().hex
        self.clock = clock
        self.was_abandoned = False
        self._listeners: list[Callable[[Change], None]] = []
        self._on_close: list[Callable[[], None]] = []
        self._lane = threading.RLock() if address.is_embedded else nullcontext()

    @property
    def backups(self) -> Path | None:
        """The folder of an embedded store's copies; None for a server, whose keeper makes them."""
        return backup_folder(self.address.path) if self.address.path is not None else None

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A read-only transaction: one consistent view. Raises StoreUnavailable."""
        with sorted_failures(), self.engine.connect() as connection:
            connection.begin()
            yield self._unit(connection, "")

    @contextmanager
    def write(self, actor: str = "") -> Iterator[UnitOfWork]:
        """A write transaction by ``actor`` (a user's name, or empty for the program).

        Undone unless ``commit`` is called. Raises StoreUnavailable.
        """
        with sorted_failures(), self._lane, self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            connection.begin()
            yield self._unit(connection, actor)

    def feed(self) -> ChangeFeed:
        """A feed of what other programs change from now on. The caller closes it."""
        with sorted_failures():
            return feed_of(self.address, self.engine, self.origin)

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Tell ``listener`` of every commit made through this object, on the thread that made it."""
        self._listeners.append(listener)

    def when_closed(self, action: Callable[[], None]) -> None:
        """Do ``action`` after the last connection is closed."""
        self._on_close.append(action)

    def close(self) -> None:
        """Close all connections; the store cannot be used afterwards."""
        self.engine.dispose()
        while self._on_close:
            self._on_close.pop()()

    def _unit(self, connection: Connection, actor: str) -> UnitOfWork:
        return UnitOfWork(connection, self.clock(), actor, self.origin, self._tell)

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
