"""Importing the client list, beside the least that could store the same file."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.account_csv import COLUMNS, write_accounts
from benchmarks.figure import Figure
from benchmarks.postgres_server import postgres_server

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "Import"
_PEER = "csv and sqlite3 executemany, nothing checked"
_MOST_MEMORY = "the most it may take"
_SIZE, _SHORT = 1_000_000, 5_000
_LIMIT_MB = 250.0


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """A new list, and the same list once more when nothing in it has changed; on both kinds of store."""
    size = _SHORT if short else _SIZE
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as folder, postgres_server() as url:
        path = Path(folder) / "accounts.csv"
        write_accounts(path, size)
        for store, address in (("SQLite", str(Path(folder) / "office.db")), ("PostgreSQL", url)):
            # The peer runs beside each, because a machine is not the same from minute to minute.
            theirs = size / bare(path, Path(folder) / f"bare-{store}.db")
            figures += _figures(f"{size:,} accounts, {store}", size, theirs, _measured(path, address))
    return figures


def _figures(of: str, size: int, theirs: float, measured: tuple[float, float, float]) -> list[Figure]:
    new, again, memory = measured
    return [
        Figure(f"Import of {of}, all new", size / new, _PEER, theirs, "rows/s"),
        Figure(f"Import of {of}, all known", size / again, _PEER, theirs, "rows/s"),
        Figure(f"Import of {of}, memory at its peak", memory, _MOST_MEMORY, _LIMIT_MB, "MB"),
    ]


def _measured(path: Path, address: str) -> tuple[float, float, float]:
    """In a process of its own, whose peak of memory is that of the imports."""
    command = [sys.executable, "-m", "benchmarks.import_probe", str(path), address]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=Path(__file__).parents[1])
    figures: Sequence[float] = json.loads(done.stdout)
    new, again, memory = figures
    return new, again, memory


def bare(path: Path, place: Path) -> float:
    """The seconds in which nothing but the standard library stores the file."""
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
