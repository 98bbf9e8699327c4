"""Importing the client list, beside the least that could store the same file."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.account_csv import COLUMNS, write_accounts
from benchmarks.figure import Figure
from desktop.models.imports import ImportKind
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

NAME = "Import"
_PEER = "csv and sqlite3 executemany, nothing checked"
_SIZE, _SHORT = 200_000, 5_000


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """A new list, and the same list once more when nothing in it has changed."""
    size = _SHORT if short else _SIZE
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        path = Path(folder) / "accounts.csv"
        write_accounts(path, size)
        theirs = size / _theirs(path, Path(folder) / "bare.db")
        new, again = (size / seconds for seconds in _ours(path, Path(folder) / "office.db"))
    of = f"{size:,} accounts"
    return [
        Figure(f"Import of {of}, all new", new, _PEER, theirs, "rows/s"),
        Figure(f"Import of {of}, all known", again, _PEER, theirs, "rows/s"),
    ]


def _ours(path: Path, place: Path) -> tuple[float, float]:
    store = open_store(StoreAddress.parse(str(place)))
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        report = import_file(store, actor, ImportKind.ACCOUNTS, path)
        seconds.append(time.perf_counter() - start)
        assert report.written, report.faults[:3]
    store.close()
    return seconds[0], seconds[1]


def _theirs(path: Path, place: Path) -> float:
    connection = sqlite3.connect(place)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    names = ", ".join(COLUMNS)
    marks = ", ".join("?" for _ in COLUMNS)
    connection.execute(f"CREATE TABLE account (id INTEGER PRIMARY KEY, {names}, UNIQUE (account_number))")
    start = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        connection.executemany(f"INSERT INTO account ({names}) VALUES ({marks})", rows)  # noqa: S608
    connection.commit()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds
