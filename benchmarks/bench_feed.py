"""Taking what the broker sends, beside the least that could store the same rows.

The peers store them with nothing checked, in one transaction. One has tables with the same columns and no index
but those that keep a message's id and number unique, and a recipient in its message; the other has our tables
with their indexes, which lists and searches read. What a computer does in a second changes by half within minutes,
so each of three rounds on SQLite has peers of its own; the figure is the round in the middle by its share.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from benchmarks.account_csv import write_accounts
from benchmarks.believable_accounts import believable
from benchmarks.broker_texts import feed_lines
from benchmarks.feed_office import found_with_accounts, indexed
from benchmarks.figure import Figure
from benchmarks.postgres_server import postgres_server

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "Feed"
_MESSAGES, _SHORT = 100_000, 500
_ROUNDS, _SHORT_ROUNDS = 3, 1
_RECIPIENTS = 10
_ACCOUNTS, _SHORT_ACCOUNTS = 10_000, 100
_LIMIT_MB, _LIMIT_MS = 200.0, 50.0
_MOST_MEMORY, _MOST_STALL = "the most it may take", "the longest it may stand still"
_PEER = "sqlite3 executemany, nothing checked"
_PEER_INDEXED = "sqlite3 executemany into the same tables with their indexes"
_PEER_POSTGRES = "psycopg COPY, nothing checked"

_COLUMNS = (
    "id", "broker_id", "type", "type_name", "priority", "sent_at", "received_at", "deliver_at", "subject", "body",
    "format", "original", "channels", "recipients", "value_names", "is_read", "deleted_at", "search_text",
)  # fmt: skip
_NUMBERS = {"id", "sent_at", "received_at", "deliver_at", "recipients", "deleted_at"}
_OURS = ("broker_message", "broker_recipient")
_RECIPIENT = ("message_id", "account_id", "title", "filled")


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Into an embedded store, into one behind a window that is used, and into one on a server."""
    messages, accounts = (_SHORT, _SHORT_ACCOUNTS) if short else (_MESSAGES, _ACCOUNTS)
    of = f"{messages:,} messages to {messages * _RECIPIENTS:,} recipients"
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as name, postgres_server() as url:
        folder = Path(name)
        file = _feed_file(folder, messages, accounts)
        return [
            *_embedded(folder, file, of, _SHORT_ROUNDS if short else _ROUNDS),
            *_behind_window(folder, file, of),
            *_on_server(folder, url, file, of),
        ]


class _Round(NamedTuple):
    """Seconds of ours and of both peers, and megabytes at the peak."""

    place: Path
    rows: int
    ours: float
    bare: float
    alike: float
    memory: float


def _embedded(folder: Path, file: Path, of: str, rounds: int) -> list[Figure]:
    found = [_round(folder / f"office-{number}.db", folder, file) for number in range(rounds)]
    middle = sorted(found, key=lambda one: one.bare / one.ours)[len(found) // 2]
    rows, indexing = middle.rows, indexed(str(middle.place))
    bare, memory = rows / middle.bare, max(one.memory for one in found)
    name = f"Rows of {of}, SQLite"
    return [
        Figure(name, rows / middle.ours, _PEER, bare, "rows/s"),
        Figure(name, rows / middle.ours, _PEER_INDEXED, rows / middle.alike, "rows/s"),
        Figure("The same, until each is in the index of a search", rows / (middle.ours + indexing), _PEER, bare, "rows/s"),
        Figure(f"Memory for {of}, SQLite", memory, _MOST_MEMORY, _LIMIT_MB, "MB"),
    ]  # fmt: skip


def _round(place: Path, folder: Path, file: Path) -> _Round:
    rows, rate, memory = _ours(str(place), folder, file)
    bare = _bare(
        place, place.with_suffix(".bare"), _tables(is_postgres=False), ("bare_message", "bare_recipient")
    )
    alike = _bare(place, place.with_suffix(".alike"), _our_tables(place), _OURS)
    return _Round(place, rows, rows / rate, bare, alike, memory)


def _behind_window(folder: Path, file: Path, of: str) -> list[Figure]:
    place = str(folder / "window.db")
    found_with_accounts(place, folder / "accounts.csv")
    _, stall, _ = _probed("feed_window_probe", place, str(file))
    return [
        Figure(f"Longest stall of the window meanwhile, {of}, SQLite", stall, _MOST_STALL, _LIMIT_MS, "ms")
    ]


def _on_server(folder: Path, url: str, file: Path, of: str) -> list[Figure]:
    rows, rate, memory = _ours(url, folder, file)
    theirs = rows / _bare_postgres(url)
    return [
        Figure(f"Rows of {of}, PostgreSQL", rate, _PEER_POSTGRES, theirs, "rows/s"),
        Figure(f"Memory for {of}, PostgreSQL", memory, _MOST_MEMORY, _LIMIT_MB, "MB"),
    ]


def _ours(address: str, folder: Path, file: Path) -> tuple[int, float, float]:
    """Rows of messages and recipients, how many of them a second, and memory at its peak."""
    found_with_accounts(address, folder / "accounts.csv")
    seconds, taken, memory = _probed("feed_probe", str(file), address)
    rows = int(taken) * (1 + _RECIPIENTS)
    return rows, rows / seconds, memory


def _feed_file(folder: Path, messages: int, accounts: int) -> Path:
    write_accounts(folder / "accounts.csv", accounts)
    numbers = [line.number for line, _ in believable(accounts)]
    file = folder / "feed.jsonl"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in feed_lines(messages, _RECIPIENTS, numbers))
    return file


def _probed(module: str, *words: str) -> tuple[float, float, float]:
    """In a process of its own, whose peak of memory is that of the feed."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *words]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=Path(__file__).parents[1])
    figures: Sequence[float] = json.loads(done.stdout)
    first, second, third = figures
    return first, second, third


def _stored(place: Path) -> tuple[list[Any], list[Any]]:
    connection = sqlite3.connect(place)
    messages = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM broker_message ORDER BY id").fetchall()  # noqa: S608
    recipients = connection.execute(f"SELECT {', '.join(_RECIPIENT)} FROM broker_recipient").fetchall()  # noqa: S608
    connection.close()
    return messages, recipients


def _our_tables(place: Path) -> list[str]:
    connection = sqlite3.connect(place)
    found = "SELECT sql FROM sqlite_master WHERE tbl_name IN (?, ?) AND sql IS NOT NULL ORDER BY type DESC"
    statements = [sql for (sql,) in connection.execute(found, _OURS)]
    connection.close()
    return statements


def _bare(ours: Path, place: Path, statements: Sequence[str], tables: tuple[str, str]) -> float:
    """The seconds in which nothing but the standard library stores the rows that are stored in ``ours``."""
    messages, recipients = _stored(ours)
    connection = sqlite3.connect(place)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for statement in statements:
        connection.execute(statement)
    start = time.perf_counter()
    for table, names, rows in zip(tables, (_COLUMNS, _RECIPIENT), (messages, recipients), strict=True):
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608
    connection.commit()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def _bare_postgres(url: str) -> float:
    """The same by COPY, the rows read beforehand and handed over in parts as text."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        for statement in _tables(is_postgres=True):
            cursor.execute(statement.encode())
        connection.commit()
        messages, recipients = (
            cursor.execute(f"SELECT {', '.join(names)} FROM {table}".encode()).fetchall()  # noqa: S608
            for table, names in zip(_OURS, (_COLUMNS, _RECIPIENT), strict=True)
        )
        start = time.perf_counter()
        for table, rows in ((b"bare_message", messages), (b"bare_recipient", recipients)):
            with cursor.copy(b"COPY " + table + b" FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        connection.commit()
        return time.perf_counter() - start


def _tables(*, is_postgres: bool) -> list[str]:
    number = "bigint" if is_postgres else "INTEGER"
    kinds = {
        name: number if name in _NUMBERS else "boolean" if name == "is_read" else "text" for name in _COLUMNS
    }
    columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    no_rowid = "" if is_postgres else " WITHOUT ROWID"
    keyed = f"message_id {number}, account_id {number}, title text, filled text"
    return [
        f"CREATE TABLE bare_message ({columns}, PRIMARY KEY (id), UNIQUE (broker_id))",
        f"CREATE TABLE bare_recipient ({keyed}, PRIMARY KEY (message_id, account_id)){no_rowid}",
    ]
