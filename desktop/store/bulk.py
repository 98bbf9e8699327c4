"""Puts many rows into a table as fast as the database takes them: past the ORM, past the compiler."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table

_MOST_ROWS, _MOST_VALUES = 4_096, 30_000  # SQLite binds no more than 32,766

Values = tuple[Any, ...]
"""The values of one row as the driver takes them: text, whole numbers, bytes, true and false."""


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns``."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', rows)
        return
    # Names come from the tables of this program, values are bound.
    _insert(connection, f'INSERT INTO "{table.name}" ({names}) VALUES ', rows)  # noqa: S608


def drop_indexes(connection: Connection, table: Table) -> None:
    """Before an empty table is filled: its indexes are cheaper made once than kept up row by row.

    Only an embedded store: there the transaction undoes it too, and whoever writes owns the table.
    The unique ones stay, which say that a row may be stored.
    """
    if connection.dialect.name == "sqlite":
        for index in table.indexes:
            index.drop(connection)


def make_indexes(connection: Connection, table: Table) -> None:
    """Make what ``drop_indexes`` dropped, in the same transaction."""
    if connection.dialect.name == "sqlite":
        for index in table.indexes:
            index.create(connection)


def _insert(connection: Connection, beginning: str, rows: Sequence[Values]) -> None:
    """Many rows a statement: half of what one costs is handing it over, for which other threads must wait.

    The number of rows is a power of two, so that there are few statements to be made ready and remembered.
    """
    row = f"({', '.join('?' * len(rows[0]))})"
    at, together = 0, _MOST_ROWS
    while at < len(rows):
        while together > len(rows) - at or together * len(rows[0]) > _MOST_VALUES:
            together //= 2
        part = rows[at : at + together]
        connection.exec_driver_sql(beginning + ", ".join([row] * together), tuple(chain.from_iterable(part)))
        at += together


def _copy(connection: Connection, statement: str, rows: Sequence[Values]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
