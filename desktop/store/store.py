"""An open store: hands out transactions, remembers how it is opened and closed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import Cancelled
from desktop.late import late
from desktop.models.change import Change
from desktop.store.address import StoreAddress
from desktop.store.hold import Hold
from desktop.store.server_lines import ServerLines

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from desktop.models.listing import Order
    from desktop.models.office import User
    from desktop.store import backup, change_feed, engine, failures, unit_of_work
    from desktop.store.early import EarlyReads
else:
    backup = late("desktop.store.backup")
    change_feed = late("desktop.store.change_feed")
    engine = late("desktop.store.engine")
    failures = late("desktop.store.failures")
    unit_of_work = late("desktop.store.unit_of_work")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This computer's time, in UTC."""
    return datetime.now(UTC)


class Store:
    """A store of one office. Opened by ``desktop.store.opening``; whoever asks before that waits.

    Thread-safe. On an embedded store writes of one program take turns; readers never wait. Until
    the first transaction, which loads SQLAlchemy, what a start asks is read with the driver alone.
    While ``calm`` is cleared, what nobody looks at yet is not begun.
    """

    def __init__(self, address: StoreAddress, clock: Clock = utc_now) -> None:
        self.address = address
        self.calm = threading.Event()
        self.calm.set()
        self._password: str | None = None
        self._engine: Engine | None = None
        self._making = threading.Lock()
        self._early: EarlyReads | None = None
        self._known_change: int | None = None
        self._ready = threading.Event()
        self._closed = False
        self.origin = os.urandom(16).hex()
        self.clock = clock
        self.was_abandoned = False
        self._listeners: list[Callable[[Change], None]] = []
        self._on_close: list[Callable[[], None]] = []
        self._lane = threading.RLock() if address.is_embedded else nullcontext()
        self._lines = ServerLines()
        self._hold = Hold(address.path) if address.path is not None else None

    def take_password(self, password: str | None) -> None:
        """The password of a server, from the keyring."""
        self._password = password

    def take_early(self, early: EarlyReads) -> None:
        """Read with the driver alone until there is a transaction."""
        self._early, self._known_change = early, early.last_change()

    def keep_hold(self) -> None:
        """A connection is open: from now on nothing else in this program makes others think that it is not."""
        if self._hold is not None:
            self._hold.take()

    def let_in(self) -> None:
        """It is open and up to date: whoever waits for it may go on."""
        self._ready.set()

    def turn_away(self) -> None:
        """Whoever still waits for it to be opened waits in vain."""
        if not self._ready.is_set():
            self._closed = True
            self._ready.set()

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, made when it is first asked for."""
        with self._making:
            if self._engine is None:
                self._engine = engine.make_engine(self.address, self._password, self._lines)
            return self._engine

    @property
    def backups(self) -> Path | None:
        """The folder of an embedded store's copies; None for a server, whose keeper makes them."""
        return backup.backup_folder(self.address.path) if self.address.path is not None else None

    @contextmanager
    def read(self) -> Iterator[unit_of_work.UnitOfWork]:
        """A read-only transaction: one consistent view. Raises StoreUnavailable."""
        self._wait_for_opening()
        with self._reading() as unit:
            yield unit

    @contextmanager
    def write(
        self, actor: str = "", *, lasting: bool = True, checked: bool = True
    ) -> Iterator[unit_of_work.UnitOfWork]:
        """A write transaction by ``actor`` (a user's name, or empty for the program).

        Undone unless ``commit`` is called. One that need not be ``lasting`` does not wait for the disk:
        when the power fails it may be undone, but never after a later one that lasts. Where it is not
        ``checked``, whoever writes has made sure that each row refers to one that is there, and an embedded
        store does not look for it again. Raises StoreUnavailable.
        """
        self._wait_for_opening()
        with failures.sorted_failures(), self._lane, self.engine.connect() as connection:
            connection.execution_options(
                **{engine.WRITES: True, engine.LASTS: lasting, engine.CHECKS: checked}
            )
            connection.begin()
            yield self._unit(connection, actor)

    def office_facts(self) -> tuple[dict[str, Any], list[User]]:
        """The settings that the office shares, and all its users by name. Raises StoreUnavailable."""
        early = self._early
        known = None if early is None else early.office()
        if known is not None:
            return known
        # Whoever opens the store asks this before letting others in.
        with self._reading() as unit:
            return unit.office.settings(), unit.office.users()

    def first_page(self, name: str, order: Order, limit: int) -> list[Any] | None:
        """The first rows of a list without a filter, where a start knows them by itself; else None."""
        self._wait_for_opening()
        early = self._early
        return None if early is None else early.page(name, order, limit)

    def feed(self) -> change_feed.ChangeFeed:
        """A feed of what other programs change; the first one tells of all since the store was opened.

        The caller closes it.
        """
        self._wait_for_opening()
        known, self._known_change = self._known_change, None
        with failures.sorted_failures():
            return change_feed.feed_of(self.address, self.engine, self._lines, self.origin, known)

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Tell ``listener`` of every commit made through this object, on the thread that made it."""
        self._listeners.append(listener)

    def cut(self) -> None:
        """Let go of a server that is silent: whoever waits for it is told that it is away. Nothing on a file."""
        self._lines.cut()

    def when_closed(self, action: Callable[[], None]) -> None:
        """Do ``action`` after the last connection is closed."""
        self._on_close.append(action)

    def close(self) -> None:
        """Close all connections; the store cannot be used afterwards."""
        self._closed = True
        self._ready.set()
        self.calm.set()
        if self._hold is not None:
            self._hold.loosen()
        self._let_go_of_early()
        if self._engine is not None:
            self._engine.dispose()
        if self._hold is not None:
            self._hold.let_go()
        while self._on_close:
            self._on_close.pop()()

    @contextmanager
    def _reading(self) -> Iterator[unit_of_work.UnitOfWork]:
        with failures.sorted_failures(), self.engine.connect() as connection:
            connection.begin()
            yield self._unit(connection, "")

    def _wait_for_opening(self) -> None:
        self._ready.wait()
        if self._closed:
            # Why it could not be opened is told by whoever tried.
            raise Cancelled

    def _let_go_of_early(self) -> None:
        early, self._early = self._early, None
        if early is not None:
            early.close()

    def _unit(self, connection: Connection, actor: str) -> unit_of_work.UnitOfWork:
        # A transaction is under way: from now on there is one way to read, and it is as quick.
        self._let_go_of_early()
        return unit_of_work.UnitOfWork(connection, self.clock(), actor, self.origin, self._tell)

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
