"""What a start reads of a store, with the driver alone: SQLAlchemy takes longer to load than all else.

Only of a store that is as it should be. Whatever is unusual is left to the ordinary way, which
takes longer and knows the words for it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sqlite3
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from desktop.store import migrations
from desktop.store.ahead_gone import AheadGone
from desktop.store.failures import refused_at_the_door
from desktop.store.first_pages import FIRST_PAGES
from desktop.store.instants import instant
from desktop.store.records import user_of
from desktop.store.server_lines import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.listing import Order
    from desktop.models.office import User
    from desktop.store.address import StoreAddress
    from desktop.store.ahead import ReadAhead

_BUSY_S = 0.25
_REVISION = "SELECT version_num FROM alembic_version"
_LAST_CHANGE = "SELECT coalesce(max(seq), 0) AS seq FROM change_log"
_SETTINGS = "SELECT * FROM setting"
_USERS = "SELECT * FROM staff ORDER BY staff.name, staff.id"


class _Connection(Protocol):
    """What SQLite's and PostgreSQL's drivers have in common."""

    def execute(self, sql: str, /) -> Any: ...

    def close(self) -> None: ...


class EarlyReads:
    """Reads on one connection of its own. Thread-safe; once closed it knows nothing any more."""

    def __init__(self, connection: _Connection, failure: type[Exception]) -> None:
        self._connection: _Connection | None = connection
        self._failure = failure
        self._using = threading.Lock()

    def is_current(self) -> bool:
        """Whether the store has been through every step this program knows, and no other."""
        rows = self._rows(_REVISION)
        return rows is not None and [row.version_num for row in rows] == [migrations.HEAD]

    def last_change(self) -> int | None:
        """The number of the newest change; None when it cannot be told."""
        rows = self._rows(_LAST_CHANGE)
        return None if rows is None else rows[0].seq

    def office(self) -> tuple[dict[str, Any], list[User]] | None:
        """The settings that the office shares, and all its users by name; None when it cannot be told."""
        settings, users = self._rows(_SETTINGS), self._rows(_USERS, truths=("active",))
        if settings is None or users is None:
            return None
        return {row.key: json.loads(row.value) for row in settings}, [user_of(row) for row in users]

    def page(self, name: str, order: Order, limit: int) -> list[Any] | None:
        """The first rows of a list without a filter; None when they cannot be told here."""
        first = FIRST_PAGES.get(name)
        if first is None or order.column not in first.orders:
            return None
        rows = self._rows(first.statement(order, limit), first.instants, first.truths)
        return None if rows is None else [first.record(row) for row in rows]

    def close(self) -> None:
        """Let go of the connection."""
        with self._using:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _rows(
        self, sql: str, instants: tuple[str, ...] = (), truths: tuple[str, ...] = ()
    ) -> list[SimpleNamespace] | None:
        with self._using, contextlib.suppress(self._failure):
            if self._connection is not None:
                cursor = self._connection.execute(sql)
                names = [part[0] for part in cursor.description]
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                return [SimpleNamespace(**_converted(row, instants, truths)) for row in rows]
        return None


def read_early(
    address: StoreAddress, password: str | None = None, ahead: ReadAhead | None = None
) -> EarlyReads | None:
    """A way to read the store at once; None unless it is up to date and nothing stands in the way.

    With ``ahead`` another process is connected already. Raises StoreUnavailable when a server is out
    of reach or lets nobody in.
    """
    if ahead is not None:
        early: EarlyReads | None = EarlyReads(ahead, AheadGone)
    else:
        early = _embedded(address.path) if address.path is not None else _served(address.url, password)
    if early is not None and not early.is_current():
        early.close()
        return None
    return early


def connected(driver: Any, url: str, password: str | None) -> Any:
    """A connection of psycopg, ``driver``, to a server. Raises its errors."""
    return driver.connect(
        url.replace("postgresql+psycopg", "postgresql", 1),
        **PATIENCE,
        application_name="message-center",
        autocommit=True,
        **({} if password is None else {"password": password}),
    )


def _embedded(path: Path) -> EarlyReads | None:
    # Writable, for a store left behind by a crash is put in order by whoever opens it first.
    place = f"{path.absolute().as_uri()}?mode=rw"
    try:
        connection = sqlite3.connect(
            place, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    return EarlyReads(connection, sqlite3.Error)


def _served(url: str, password: str | None) -> EarlyReads | None:
    driver = importlib.import_module("psycopg")
    try:
        connection = connected(driver, url, password)
    except driver.OperationalError as error:
        raise refused_at_the_door(str(error)) from error
    except driver.Error:
        return None  # an address that only SQLAlchemy can read
    return EarlyReads(connection, driver.Error)


def _converted(row: dict[str, Any], instants: tuple[str, ...], truths: tuple[str, ...]) -> dict[str, Any]:
    for name in instants:
        row[name] = None if row[name] is None else instant(row[name])
    for name in truths:
        row[name] = bool(row[name])
    return row
