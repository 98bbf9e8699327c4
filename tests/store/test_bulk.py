"""Many rows at once are stored as they are, on each kind of store, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from desktop.errors import StoreUnavailable
from desktop.models.account import AccountStatus
from desktop.store.broker_tables import feed_refusal
from desktop.store.bulk import insert_columns, insert_rows
from desktop.store.import_rows import ACCOUNT_FIELDS
from desktop.store.tables import account
from tests.support.stores import opened

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.clock import Clock

_NAMES = ("id", "print", "at", "file", "line", "reason", "text", "is_whole", "settled_at", "settled_as")
_WILD = st.text(
    st.sampled_from("\\\t\n\r\x0b\x1a.Nx\"',\N{RIGHT-TO-LEFT OVERRIDE}")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
_MOMENT = st.integers(0, 2**53)
_ROW = st.tuples(
    st.binary(max_size=8), _MOMENT, _WILD, st.integers(0, 2**31 - 1), _WILD, _WILD, st.booleans(),
    st.none() | _MOMENT, _WILD,
)  # fmt: skip
_STATUS, _SWITCH = ACCOUNT_FIELDS.index("status"), ACCOUNT_FIELDS.index("tws_access")


@given(rows=st.lists(_ROW, max_size=9, unique_by=lambda row: row[0]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("by_column", [False, True])
def test_wild_values_come_back_as_they_were(
    store: Store, rows: list[tuple[Any, ...]], *, by_column: bool
) -> None:
    full = [(number, *row) for number, row in enumerate(rows, 1)]
    with store.write() as unit:
        unit.connection.execute(delete(feed_refusal))
        if by_column:
            columns = [*zip(*full, strict=True)] or [()] * len(_NAMES)
            insert_columns(unit.connection, feed_refusal, _NAMES, columns)
        else:
            insert_rows(unit.connection, feed_refusal, _NAMES, full)
        found = unit.connection.exec_driver_sql(f"SELECT {', '.join(_NAMES)} FROM feed_refusal ORDER BY id")
        assert [_plain(row) for row in found] == full


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """An embedded store has no truth values."""
    return *row[:7], bool(row[7]), *row[8:]


def _columns(*numbers: str) -> list[list[Any]]:
    columns: list[list[Any]] = [[""] * len(numbers) for _ in ACCOUNT_FIELDS]
    columns[0], columns[_STATUS] = list(numbers), [AccountStatus.OPEN.value] * len(numbers)
    columns[_SWITCH] = [True] * len(numbers)
    return columns


def test_an_empty_store_is_filled_part_by_part(store: Store) -> None:
    with store.write() as unit:
        with unit.imports.filling(without=(1, 2)) as add:
            add(_columns("U1", "U2"))
            add(_columns("U3"))
        assert unit.connection.execute(select(account.c.number, account.c.search_text)).all() == [
            ("U1", "u1"), ("U2", "u2"), ("U3", "u3")
        ]  # fmt: skip
        unit.commit()


def test_what_may_not_be_stored_is_said_as_of_any_other_statement(store: Store) -> None:
    with store.write() as unit, pytest.raises(IntegrityError), unit.imports.filling(without=()) as add:
        add(_columns("U1"))
        add(_columns("U1"))
    _can_be_filled(store)


def test_whoever_fails_in_the_middle_of_filling_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as unit, unit.imports.filling(without=()) as add:
        add(_columns("U1"))
        add(_columns(str(1 // 0)))
    _can_be_filled(store)


def test_a_server_that_goes_in_the_middle_of_filling_is_told_of(postgres_url: str, clock: Clock) -> None:
    one, other = opened(postgres_url, clock), opened(postgres_url, clock)
    try:
        with pytest.raises(StoreUnavailable), one.write() as unit:
            number = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with unit.imports.filling(without=()) as add:
                add(_columns("U1"))
                with other.write() as theirs:
                    theirs.connection.exec_driver_sql("SELECT pg_terminate_backend(%s)", (number,))
                add(_columns("U2"))
        _can_be_filled(one)
    finally:
        one.close()
        other.close()


def _can_be_filled(store: Store) -> None:
    """Nothing is in the way of the next one."""
    with store.write() as unit:
        assert unit.accounts.count() == 0
        with unit.imports.filling(without=()) as add:
            add(_columns("U1"))
        unit.commit()
    with store.read() as unit:
        assert unit.accounts.count() == 1


def test_columns_of_many_rows_are_put_together_again(store: Store) -> None:
    count = 9_001
    numbers = [*range(1, count + 1)]
    same: list[list[Any]] = [[1], ["f.jsonl"], [7], ["why"], ["line"], [True], [None], [""]]
    columns = [numbers, [number.to_bytes(4, "big") for number in numbers], *(each * count for each in same)]
    with store.write() as unit:
        insert_columns(unit.connection, feed_refusal, _NAMES, columns)
        found = unit.connection.execute(select(feed_refusal.c.id, feed_refusal.c.print, feed_refusal.c.text))
        assert sorted((row[0], bytes(row[1]), row[2]) for row in found) == [
            (number, number.to_bytes(4, "big"), "line") for number in numbers
        ]


def test_columns_that_are_not_equally_long_are_no_rows(sqlite_store: Store) -> None:
    with sqlite_store.write() as unit, pytest.raises(ValueError, match="file"):
        insert_columns(unit.connection, feed_refusal, ("id", "file"), [[1, 2], ["a"]])
