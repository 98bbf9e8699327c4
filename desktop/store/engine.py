"""Makes the engine of a store: how its connections are set up and how its transactions begin."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from desktop.store.address import StoreAddress
from desktop.store.failures import file_is_out_of_reach
from desktop.store.server_lines import PATIENCE, ServerLines

WRITES = "message_center_writes"
LASTS = "message_center_lasts"
CHECKS = "message_center_checks"
# FULL puts every commit on the disk before it is taken as done, so that not even a power cut undoes it.
SYNCHRONOUS = "FULL"
_BUSY_MS = 10_000
_PAGES, _MANY_PAGES = "1000", "8000"
_AT_FIRST = {"synchronous": SYNCHRONOUS, "foreign_keys": "ON", "wal_autocheckpoint": _PAGES}
_RESTS_SINCE = "rests_since"
_RESTED_S = 1.0


def make_engine(
    address: StoreAddress, password: str | None = None, lines: ServerLines | None = None
) -> Engine:
    """An engine for ``address``.

    For PostgreSQL: ``password`` comes from the keyring, and ``lines`` gets each connection that is made.
    """
    if address.is_embedded:
        return _sqlite(address)
    return _postgres(make_url(address.url), password, lines or ServerLines())


def _sqlite(address: StoreAddress) -> Engine:
    known: list[bool] = []
    engine = create_engine(
        URL.create("sqlite", database=str(address.path)),
        connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False},
        pool_size=6,
        hide_parameters=True,  # an error text must not carry rows into a log
        max_overflow=10,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        set_up_sqlite(connection)
        known.append(True)

    @event.listens_for(engine, "do_connect")
    def _only_what_is_there(*_: Any) -> None:
        # SQLite would make an empty store where the file has gone with its disk.
        if known and address.path is not None and not address.path.exists():
            raise file_is_out_of_reach()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A write transaction takes its lock at once: upgrading a read later can fail without waiting.
        options = connection.get_execution_options()
        if options.get(WRITES, False):
            lasts, checks = options.get(LASTS, True), options.get(CHECKS, True)
            _set(connection, "synchronous", SYNCHRONOUS if lasts else "NORMAL")
            _set(connection, "foreign_keys", "ON" if checks else "OFF")
            # Whoever writes a lot waits for the disk each time the log goes into the file. The last one leaves it short.
            _set(connection, "wal_autocheckpoint", _PAGES if lasts or checks else _MANY_PAGES)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _set(connection: Connection, pragma: str, value: str) -> None:
    """Said only where it changes: whoever writes often has as much of it as of a statement."""
    if connection.info.get(pragma, _AT_FIRST[pragma]) != value:
        connection.exec_driver_sql(f"PRAGMA {pragma} = {value}")
        connection.info[pragma] = value


def set_up_sqlite(connection: sqlite3.Connection) -> None:
    """What every connection to an embedded store needs: WAL, full sync, foreign keys, patience."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        f"synchronous = {SYNCHRONOUS}",
        "foreign_keys = ON",
        f"wal_autocheckpoint = {_PAGES}",
        f"busy_timeout = {_BUSY_MS}",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _ask(engine: Engine, connection: Any) -> None:
    """Whether the server still knows this connection. Raises DisconnectionError: another one is taken then."""
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _postgres(url: URL, password: str | None, lines: ServerLines) -> Engine:
    if password is not None:
        url = url.set(password=password)
    engine = create_engine(
        url,
        pool_size=6,
        hide_parameters=True,  # an error text must not carry rows into a log
        max_overflow=10,
        connect_args=PATIENCE | {"application_name": "message-center"},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: ConnectionPoolEntry) -> None:
        lines.add(connection)

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _checkout(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        # Asked each time, it would cost whoever writes often as much as a statement.
        if time.monotonic() - record.info.get(_RESTS_SINCE, time.monotonic()) >= _RESTED_S:
            _ask(engine, connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(WRITES, False):
            # One view for all its statements, as SQLite gives it.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        elif not options.get(LASTS, True):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine
