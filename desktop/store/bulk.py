"""Puts many rows into a table as fast as the database takes them: past the ORM, past the compiler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, exc

_MOST_ROWS, _MOST_VALUES = 4_096, 30_000  # SQLite binds no more than 32,766
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
"""How COPY spells what parts its values; the backslash first."""

Values = tuple[Any, ...]
"""The values of one row as the driver takes them: text, whole numbers, bytes, true and false."""


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns``."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        with _stream(connection, table, columns) as write:
            for at in range(0, len(rows), _MOST_ROWS):
                write([*zip(*rows[at : at + _MOST_ROWS], strict=True)])
        return
    _insert(
        connection,
        table,
        columns,
        len(rows),
        lambda part: tuple(chain.from_iterable(rows[part.start : part.stop])),
    )


def insert_columns(
    connection: Connection, table: Table, columns: Sequence[str], values: Sequence[Sequence[Any]]
) -> None:
    """The same with all values of one column, in the order of rows, behind those of the other.

    Quicker where the columns are there and the rows would have to be made. Raises ValueError where they are not
    equally long.
    """
    if len({*map(len, values)}) != 1:
        raise ValueError(columns)
    if connection.dialect.name == "postgresql":
        with _stream(connection, table, columns) as write:
            for at in range(0, len(values[0]), _MOST_ROWS):
                write([column[at : at + _MOST_ROWS] for column in values])
        return

    def part_of(part: range) -> Sequence[Any]:
        flat: list[Any] = [None] * (len(part) * len(values))
        for place, column in enumerate(values):
            flat[place :: len(values)] = column[part.start : part.stop]
        return tuple(flat)

    _insert(connection, table, columns, len(values[0]), part_of)


@contextmanager
def filled(
    connection: Connection, table: Table, columns: Sequence[str]
) -> Iterator[Callable[[Sequence[Values]], None]]:
    """Gives what stores rows in an empty table; nothing else can be asked of the connection meanwhile.

    On an embedded store its indexes are dropped and made again at the end, which costs less than to keep them up row by
    row; the transaction undoes it too. The unique ones stay, which say that a row may be stored. On a server, where
    whoever writes owns no table, all rows are one stream.
    """
    if connection.dialect.name == "postgresql":
        with _stream(connection, table, columns) as write:
            yield lambda rows: write([*zip(*rows, strict=True)])
        return
    for index in table.indexes:
        index.drop(connection)
    yield partial(insert_rows, connection, table, columns)
    for index in table.indexes:
        index.create(connection)


def _insert(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    count: int,
    part_of: Callable[[range], Sequence[Any]],
) -> None:
    """Many rows a statement: half of what one costs is handing it over, for which other threads must wait.

    ``part_of`` gives the values of some of them, row by row. The number of rows is a power of two, so that there are
    few statements to be made ready and remembered.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    # Names come from the tables of this program, values are bound.
    beginning = f'INSERT INTO "{table.name}" ({names}) VALUES '  # noqa: S608
    at, together = 0, _MOST_ROWS
    while at < count:
        while together > count - at or together * len(columns) > _MOST_VALUES:
            together //= 2
        values = part_of(range(at, at + together))
        connection.exec_driver_sql(_statement(beginning, len(columns), together), values)
        at += together


@lru_cache(maxsize=64)
def _statement(beginning: str, width: int, together: int) -> str:
    row = f"({', '.join('?' * width)})"
    return beginning + ", ".join([row] * together)


@contextmanager
def _stream(
    connection: Connection, table: Table, columns: Sequence[str]
) -> Iterator[Callable[[Sequence[Sequence[Any]]], None]]:
    """Gives what sends rows, column by column, in one statement, which the server works on while the next ones are made ready."""
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{table.name}" ({names}) FROM STDIN'
    driver: Any = connection.connection.driver_connection
    driver_error: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            yield lambda values: copy.write(_as_text(values))
    except driver_error as error:
        # As it tells of any other statement: of this one it does not know.
        raise exc.DBAPIError.instance(
            statement, None, error, driver_error, dialect=connection.dialect
        ) from error


def _as_text(values: Sequence[Sequence[Any]]) -> str:
    """Rows, given column by column, as COPY reads them: row by row the driver takes several times as long."""
    columns = [_column(column) for column in values]
    return "\n".join([*map("\t".join, zip(*columns, strict=True)), ""])


def _column(values: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds == {str}:
        whole = "".join(values)
        return [*map(_spelt, values)] if any(mark in whole for mark in _ESCAPED) else values
    return [*map(str, values)] if kinds == {int} else [*map(_value, values)]


def _value(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _spelt(value)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return ("t" if value else "f") if isinstance(value, bool) else str(value)


def _spelt(text: str) -> str:
    for mark, spelt in _ESCAPED.items():
        text = text.replace(mark, spelt)
    return text
