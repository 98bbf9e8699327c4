"""Opening a store: the right place, the right version, a copy before anything changes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from desktop.errors import Refused, StoreUnavailable
from desktop.store import opening
from desktop.store.address import StoreAddress
from desktop.store.backup import back_up_daily, backup_folder, newest_backup
from desktop.store.broker_tables import SPAN
from desktop.store.migrations import HEAD
from desktop.store.opening import damage_of, open_store
from desktop.store.store import Store
from desktop.store.tables import metadata
from tests.support.clock import Clock
from tests.support.stores import add_accounts, add_user, details, opened

_FULL = 2  # as SQLite counts


# What an embedded store has of an expression is compared below.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrations_make_the_tables_that_the_program_expects(store: Store) -> None:
    with store.read() as unit:  # which knows every table, whatever was loaded before
        connection = unit.connection
        kind = connection.dialect.name

        def is_there(item: Any, _name: str | None, type_: str, *_rest: object) -> bool:
            """References that this kind of store does not check are not expected in it, nor what keeps the other's rows unique or in order."""
            if type_ in ("index", "unique_constraint"):
                return bool(item.info.get("only_on", kind) == kind)
            if type_ != "foreign_key_constraint":
                return True
            return all(each.info.get("unchecked_on") != kind for each in item.elements)

        options = {"compare_type": True, "include_object": is_there}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_embedded_store_has_the_index_of_spans_that_is_asked_for(sqlite_store: Store) -> None:
    found = "SELECT sql FROM sqlite_master WHERE name = 'ix_broker_recipient_span'"
    with sqlite_store.read() as unit:
        made: str = unit.connection.exec_driver_sql(found).scalar_one()
    assert made.endswith(f" ON broker_recipient ({SPAN}, account_id, message_id)")


def test_opening_again_finds_what_was_written(store_url: str, clock: Clock) -> None:
    first = opened(store_url, clock)
    add_accounts(first, [details(1)])
    first.close()
    second = opened(store_url, clock)
    with second.read() as unit:
        assert unit.accounts.count() == 1
    second.close()


def test_a_store_of_a_newer_version_is_refused_untouched(store_url: str, clock: Clock) -> None:
    store = opened(store_url, clock)
    with store.write() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        unit.commit()
    store.close()
    with pytest.raises(Refused, match="newer version"):
        opened(store_url, clock)


def test_a_copy_is_made_before_a_migration(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "office.db"
    store = opened(str(path), clock)
    add_accounts(store, [details(1)])
    store.close()
    upgraded: list[object] = []
    monkeypatch.setattr("desktop.store.migrations.HEAD", "9998")
    monkeypatch.setattr("desktop.store.migrating._upgrade", upgraded.append)
    opened(str(path), clock).close()
    assert upgraded
    copies = list(backup_folder(path).glob(f"before-{HEAD}-*.db"))
    assert len(copies) == 1
    copy = sqlite3.connect(copies[0])
    assert copy.execute("SELECT count(*) FROM account").fetchone() == (1,)
    copy.close()


def test_a_network_drive_is_refused_with_the_way_out(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "is_network_drive", lambda _folder: True)
    with pytest.raises(Refused) as refusal:
        opened(str(tmp_path / "office.db"), clock)
    assert "PostgreSQL" in refusal.value.remedy
    assert not (tmp_path / "office.db").exists()


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear client, this is a letter and not a store.")
    with pytest.raises(Refused, match="not a store"):
        opened(str(path), clock)
    assert path.read_text().startswith("Dear client")


def test_a_folder_is_no_store(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Refused, match="folder"):
        opened(str(tmp_path), clock)


def test_a_store_that_must_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not exist"):
        open_store(StoreAddress(path=tmp_path / "none.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_an_end_without_a_goodbye_is_noticed_once(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "office.db"
    opened(str(path), clock).close()
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    (tmp_path / f"office.db.open-{gone.stdout.decode().strip()}").touch()
    store = opened(str(path), clock)
    assert store.was_abandoned
    assert damage_of(store) == ""
    store.close()
    again = opened(str(path), clock)
    assert not again.was_abandoned
    again.close()
    assert not list(tmp_path.glob("*.open-*"))


def test_damage_is_found(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "office.db"
    store = opened(str(path), clock)
    add_accounts(store, [details(n) for n in range(2_000)])
    store.close()
    with path.open("r+b") as file:
        file.seek(8_192 * 4)
        file.write(b"\xff" * 40_000)
    hurt = open_store(StoreAddress(path=path), clock=clock)
    try:
        found = damage_of(hurt)
    except StoreUnavailable as error:
        found = error.sentence
    finally:
        hurt.close()
    assert found


def test_a_commit_is_on_the_disk_before_it_is_taken_as_done(
    durable: None, tmp_path: Path, clock: Clock
) -> None:
    store = opened(str(tmp_path / "office.db"), clock)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == _FULL
    store.close()


def test_daily_copies_rotate(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "office.db"
    store = opened(str(path), clock)
    for _ in range(10):
        assert back_up_daily(path, clock()) is not None
        assert back_up_daily(path, clock()) is None
        clock.move(days=1)
    store.close()
    names = sorted(copy.name for copy in backup_folder(path).iterdir())
    assert len(names) == 7
    assert names[0] == "daily-20261123.db"
    newest = newest_backup(path)
    assert newest is not None
    assert newest[0].name == "daily-20261129.db"


def test_a_full_disk_is_said_and_loses_nothing(sqlite_store: Store) -> None:
    add_accounts(sqlite_store, [details(1)])
    with sqlite_store.read() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with pytest.raises(StoreUnavailable, match="full"), sqlite_store.write() as unit:
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        unit.accounts.add([details(n, title="x" * 500) for n in range(2, 2_000)])
        unit.commit()
    with sqlite_store.read() as unit:
        assert unit.accounts.count() == 1


def test_a_server_that_is_away_is_said_in_words() -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        open_store(StoreAddress.parse("postgresql://nobody@127.0.0.1:1/office"))


def test_a_database_that_is_not_there_is_said_in_words(postgres_url: str, clock: Clock) -> None:
    with pytest.raises(StoreUnavailable, match="no database of this name"):
        opened(postgres_url.replace("/test_", "/missing_"), clock)


def test_to_open_a_store_again_keeps_it_for_whoever_has_it_open(tmp_path: Path, clock: Clock) -> None:
    """Another program would take itself for the last one, and remove what this one still reads from."""
    path = tmp_path / "office.db"
    store = opened(str(path), clock)
    add_user(store)
    opened(str(path), clock).close()
    other = f"import sqlite3; c = sqlite3.connect({str(path)!r}); c.execute('SELECT * FROM staff').fetchall(); c.close()"
    subprocess.run([sys.executable, "-c", other], check=True)
    assert path.with_name("office.db-wal").exists()
    store.close()
