"""What becomes of a million rows is kept without a million records, and each is found again."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from desktop.models.imports import RowOutcome
from desktop.services.import_files.column_log import ColumnLog

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def log() -> Iterator[ColumnLog[RowOutcome]]:
    log = ColumnLog(RowOutcome)
    yield log
    log.close()


def add(log: ColumnLog[RowOutcome], lines: range) -> None:
    log.add(lines, [f"U{line:07}" for line in lines], ["東京"] * len(lines))


def test_entries_come_back_from_whichever_batch_they_are_in(log: ColumnLog[RowOutcome]) -> None:
    for lines in (range(3), range(3, 3), range(3, 4), range(4, 10)):
        add(log, lines)
    assert len(log) == 10
    assert [one.line for one in log] == [*range(10)]
    assert log[3] == RowOutcome(3, "U0000003", "東京")
    assert log[-1].line == 9
    assert [one.line for one in log[2:6]] == [2, 3, 4, 5]
    assert [one.line for one in log[8:1:-3]] == [8, 5, 2]
    assert log[4:2] == log[20:30] == []
    with pytest.raises(IndexError):
        log[10]


def test_memory_holds_only_where_batches_begin(log: ColumnLog[RowOutcome]) -> None:
    tracemalloc.start()
    for first in range(0, 100_000, 500):
        add(log, range(first, first + 500))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(log) == 100_000
    assert held < 2_000_000
