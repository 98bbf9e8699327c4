"""Opens a store safely: the right place, the right version, a copy before anything changes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.store.address import StoreAddress
from desktop.store.backup import back_up_before
from desktop.store.early import read_early
from desktop.store.failures import sorted_failures
from desktop.store.place import is_network_drive
from desktop.store.presence import Presence
from desktop.store.store import Clock, Store, utc_now

if TYPE_CHECKING:
    from desktop.store import migrating
    from desktop.store.ahead import ReadAhead
else:
    migrating = late("desktop.store.migrating")


def open_store(
    address: StoreAddress, *, password: str | None = None, create: bool = True, clock: Clock = utc_now
) -> Store:
    """Open the store at ``address``, make it where ``create`` allows, and bring it up to date.

    Raises Refused for a place or file that cannot be a store, StoreUnavailable when out of reach.
    """
    store = Store(address, clock)
    open_up(store, password=password, create=create)
    store.let_in()
    return store


def open_up(
    store: Store, *, password: str | None = None, create: bool = True, ahead: ReadAhead | None = None
) -> None:
    """Open a store that others may have in hand already; they wait until it lets them in.

    With ``ahead`` it is read through a process that is connected already, as far as that goes.

    Raises Refused and StoreUnavailable as ``open_store`` does; the store is closed then.
    """
    path = store.address.path
    try:
        if path is not None:
            _check_place(path, create=create)
        store.take_password(password)
        early = read_early(store.address, password, ahead)
        if early is not None:
            store.take_early(early)
        else:
            with sorted_failures():
                migrating.migrate(store.engine, lambda revision: _copy(store, revision))
        store.keep_hold()
        if path is not None:
            presence = Presence(path)
            store.was_abandoned = presence.enter()
            store.when_closed(presence.leave)
    except BaseException:
        store.close()
        raise


def damage_of(store: Store) -> str:
    """What SQLite finds wrong with the file; empty when it is sound or kept by a server."""
    if not store.address.is_embedded:
        return ""
    with sorted_failures(), store.engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(5)").scalars().all()
    return "" if list(found) == ["ok"] else "; ".join(found)


def _copy(store: Store, revision: str) -> None:
    if store.address.path is not None:
        back_up_before(store.address.path, revision, store.clock())


def _check_place(path: Path, *, create: bool) -> None:
    if is_network_drive(path.parent):
        raise Refused(
            tr("A store cannot live on a network drive"),
            tr("“{folder}” is reached over the network, where an embedded store can lose data.").format(
                folder=path.parent
            ),
            tr("Choose a folder on this computer. To share a store with colleagues, use PostgreSQL."),
        )
    if path.is_dir():
        raise Refused(
            tr("This is a folder"),
            tr("“{path}” is a folder, and a store is a file.").format(path=path),
            tr("Name a file in it, for example office.db."),
        )
    if not path.exists():
        _check_new(path, create=create)
    elif path.stat().st_size and not _is_store(path):
        raise Refused(
            tr("This file is not a store"),
            tr("“{path}” holds something else. It was not touched.").format(path=path),
            tr("Choose another file."),
        )


def _check_new(path: Path, *, create: bool) -> None:
    if not create:
        raise Refused(
            tr("There is no store here"),
            tr("“{path}” does not exist.").format(path=path),
            tr("Check the path, or start the program without it to make a new office."),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            tr("The folder cannot be made"),
            tr("“{folder}”: {reason}").format(folder=path.parent, reason=error.strerror),
            tr("Choose a folder that you may write to."),
        ) from error


def _is_store(path: Path) -> bool:
    """Whether SQLite knows the file. It alone may open it: whoever closes a file lets go of this program's locks."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN and not os.access(path, os.R_OK):
            raise Refused(
                tr("The store cannot be read"),
                tr("“{path}”: {reason}").format(path=path, reason=str(error)),
                tr("Check that you may read and write this file."),
            ) from error
        return error.sqlite_errorcode != sqlite3.SQLITE_NOTADB
    return True
