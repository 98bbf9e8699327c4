"""Sorts what a database says into what a person can act on and what is a fault of the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop.errors import Refused, StoreAway, StoreUnavailable
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from sqlalchemy import exc
else:
    exc = late("sqlalchemy.exc")

_FULL, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _CANTOPEN, _NOTADB = 13, 5, 6, 8, 10, 11, 14, 26

_PG_DISK_FULL = "53100"


@contextmanager
def sorted_failures() -> Iterator[None]:
    """Turn the environment's failures into StoreUnavailable; let faults of the program pass."""
    try:
        yield
    except exc.DBAPIError as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def refusal_for(error: exc.DBAPIError) -> Refused | None:
    """The refusal that stands for this database error, or None when it is the program's fault."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _sqlite(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(original, "sqlstate", None)
    if state is None:
        return refused_at_the_door(str(original)) if isinstance(error, exc.OperationalError) else None
    return _postgres(state)


def refused_at_the_door(words: str) -> Refused:
    """What it means that a server let nobody in with these words."""
    # While a connection is being made psycopg gives no code, only the server's words.
    if "does not exist" in words and "database" in words:
        return _missing()
    return _not_let_in() if "authentication failed" in words else _unreachable()


def _sqlite(code: int) -> Refused | None:
    if code == _FULL:
        return _full()
    if code in (_BUSY, _LOCKED):
        return _busy()
    if code in (_CORRUPT, _NOTADB):
        return StoreUnavailable(
            tr("The store is damaged"),
            tr("The file is not a store, or a part of it cannot be read."),
            tr("Restore the newest copy from the folder “backups” beside it."),
        )
    if code in (_READONLY, _IOERR, _CANTOPEN):
        return file_is_out_of_reach()
    return None


def _postgres(state: str) -> Refused | None:
    if state.startswith("53"):
        return _full() if state == _PG_DISK_FULL else _exhausted()
    if state.startswith(("08", "57")):
        return _unreachable()
    if state.startswith("28"):
        return _not_let_in()
    if state in ("3D000", "40001", "40P01"):
        # The latter: two transactions waited for each other, and this one was chosen to give way.
        return _missing() if state == "3D000" else _busy()
    if state in ("42501", "25006"):
        return StoreUnavailable(
            tr("The store did not allow this"),
            tr("This user name may not write there. Nothing was changed."),
            tr("Ask your administrator for the right to write."),
        )
    return None


def file_is_out_of_reach() -> StoreUnavailable:
    """The file of an embedded store can be read or written no more, or is not there."""
    return StoreUnavailable(
        tr("The store cannot be written"),
        tr("This computer refused to read or write the file. Nothing was changed."),
        tr("Check that the disk is connected and that you may write to the folder, then try again."),
    )


def _busy() -> Refused:
    return StoreUnavailable(
        tr("The store is busy"),
        tr("Another program has been writing to it for a long time. Nothing was changed."),
        tr("Try again in a moment."),
    )


def _not_let_in() -> Refused:
    return StoreUnavailable(
        tr("The store did not let you in"),
        tr("The server does not know this user name, or the password is wrong."),
        tr("Save the password again: message-center password store"),
    )


def _missing() -> Refused:
    return StoreUnavailable(
        tr("There is no such store"),
        tr("The server is there, but it has no database of this name."),
        tr("Check the address, or ask your administrator to create it."),
    )


def _full() -> Refused:
    return StoreUnavailable(
        tr("The disk is full"),
        tr("There is no room left for the store. Nothing was changed."),
        tr("Free some space, then try again."),
    )


def _exhausted() -> Refused:
    return StoreUnavailable(
        tr("The store is busy"),
        tr("The server has no connection or no memory left for it. Nothing was changed."),
        tr("Try again in a moment."),
    )


def _unreachable() -> Refused:
    return StoreAway(
        tr("The store cannot be reached"),
        tr("The server did not answer or closed the connection. Nothing was changed."),
        tr("Check the network; the program goes on by itself when the server is back."),
    )
