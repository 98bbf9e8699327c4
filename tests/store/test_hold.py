"""An embedded store is held on to, whatever opens and closes its files in this program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

if TYPE_CHECKING:
    from desktop.store.store import Store

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Windows has no such fault, macOS no such locks"
)

_THEY = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
    " print(c.execute('SELECT count(*) FROM template').fetchone()[0]); c.close()"
)


def opened(place: Path) -> Store:
    return open_store(StoreAddress.parse(str(place)))


def look_into(folder: Path) -> None:
    """As a file dialog does, which closes what it looked into."""
    for path in folder.glob("office.db*"):
        with path.open("rb") as file:
            file.read(16)


def another_program(place: Path) -> int:
    """Opens the store, reads and closes it; returns how many templates it saw."""
    done = subprocess.run(
        [sys.executable, "-c", _THEY, str(place)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def write(store: Store, name: str) -> None:
    with store.write() as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO template_folder (version, name, folded) VALUES (1, ?, ?)", (name, name)
        )
        unit.commit()


def folders(place: Path) -> list[str]:
    store = opened(place)
    with store.read() as unit:
        found = unit.connection.exec_driver_sql("SELECT name FROM template_folder ORDER BY name").scalars()
        names = list(found)
    store.close()
    return names


def test_what_is_written_after_somebody_looked_into_the_file_lasts(tmp_path: Path) -> None:
    place = tmp_path / "office.db"
    store = opened(place)
    write(store, "Before")
    look_into(tmp_path)
    another_program(place)
    assert (tmp_path / "office.db-wal").exists()
    write(store, "After")
    look_into(tmp_path)
    another_program(place)
    store.close()
    assert not (tmp_path / "office.db-wal").exists(), "the last one tidies up"
    assert folders(place) == ["After", "Before"]


def test_closing_one_of_two_lets_nothing_go(tmp_path: Path) -> None:
    place = tmp_path / "office.db"
    first, second = opened(place), opened(place)
    first.close()
    look_into(tmp_path)
    another_program(place)
    assert (tmp_path / "office.db-wal").exists()
    write(second, "After")
    third = opened(place)
    second.close()
    look_into(tmp_path)
    another_program(place)
    assert (tmp_path / "office.db-wal").exists()
    third.close()
    assert not (tmp_path / "office.db-wal").exists()
    assert folders(place) == ["After"]
