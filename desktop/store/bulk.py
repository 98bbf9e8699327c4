"""Puts many rows into a table as fast as the database takes them: past the ORM, past the compiler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

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
    marks = ", ".join("?" * len(columns))
    # Names come from the tables of this program, values are bound.
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    connection.exec_driver_sql(statement, list(rows))


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


def _copy(connection: Connection, statement: str, rows: Sequence[Values]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
