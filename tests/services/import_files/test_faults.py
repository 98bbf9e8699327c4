"""Every fault is kept and found again, in memory that does not grow with what the faults say."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from desktop.models.imports import RowFault
from desktop.models.listing import Order
from desktop.services.import_files.fault_log import FaultLog
from desktop.services.import_files.log_list import LogList
from desktop.services.import_files.seen_keys import SeenKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE, BACKWARDS = Order("line"), Order("line", descending=True)


@pytest.fixture
def log() -> Iterator[FaultLog]:
    log = FaultLog()
    yield log
    log.close()


def fault(line: int, value: str = "") -> RowFault:
    return RowFault(line, "status", value, "not one of open, closed")


def listed(log: FaultLog) -> LogList[RowFault]:
    return LogList(log, lambda one: f"{one.line} {one.value}")


def check() -> None:
    """Somebody waits."""


def test_faults_come_back_as_they_were(log: FaultLog) -> None:
    log.add([fault(3, "öpen"), fault(3, "x" * 5_000)])
    log.add([fault(9)])
    assert (len(log), log.rows) == (3, 2)
    assert [one.line for one in log] == [3, 3, 9]
    assert log[0] == fault(3, "öpen")
    assert log[1].value == "x" * FaultLog.longest
    assert log[-1] == fault(9)
    assert log[1:3] == [log[1], log[2]]


def test_memory_holds_only_where_faults_begin(log: FaultLog) -> None:
    tracemalloc.start()
    for line in range(0, 100_000, 1_000):
        log.add(fault(line + more, "some value that somebody wrote") for more in range(1_000))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(log) == 100_000
    assert held < 3_000_000


def test_a_page_follows_the_last(log: FaultLog) -> None:
    log.add(fault(line) for line in range(1, 1_001))
    faults = listed(log)
    first = faults.page(LINE, "", None, 300)
    second = faults.page(LINE, "", faults.key_of(LINE, first[-1]), 300)
    assert [number for number, _ in [*first, *second]] == list(range(600))
    last = faults.page(BACKWARDS, "", None, 2)
    assert [one.line for _, one in last] == [1_000, 999]
    assert [one.line for _, one in faults.page(BACKWARDS, "", faults.key_of(BACKWARDS, last[-1]), 1)] == [998]


def test_faults_are_filtered_and_measured(log: FaultLog) -> None:
    log.add(fault(line, "opne" if line % 2 else "klosed") for line in range(100))
    faults = listed(log)
    marks = faults.marks(LINE, "opne", 10, [1, 2, 3], check)
    assert (marks.total, marks.places) == (50, {1: 0, 3: 1})
    assert [key[0] for key in marks.keys] == [19, 39, 59, 79, 99]
    assert [one.line for _, one in faults.page(LINE, "opne", marks.keys[0], 2)] == [21, 23]
    assert set(faults.rows("opne", [4, 5])) == {5}


def test_the_first_that_pass_are_found_before_all_are_measured(log: FaultLog) -> None:
    log.add(fault(line, "opne" if line % 3 else "klosed") for line in range(1, 10_001))
    faults = listed(log)
    assert [one.line for _, one in faults.page(LINE, "klosed", None, 2)] == [3, 6]
    assert [one.line for _, one in faults.page(LINE, "klosed", (9_990,), 5)] == [9_993, 9_996, 9_999]
    assert [one.line for _, one in faults.page(BACKWARDS, "klosed", None, 2)] == [9_999, 9_996]
    assert [one.line for _, one in faults.page(BACKWARDS, "klosed", (5,), 5)] == [3]
    assert faults.page(LINE, "pending", None, 5) == []


def test_a_key_names_the_line_it_stood_on_first() -> None:
    seen = SeenKeys()
    assert seen.add(["a", "b"], [2, 3]) == {}
    assert seen.add(["c", "c", "a"], [4, 5, 6]) == {1: 4, 2: 2}
    assert "b" in seen
    assert "d" not in seen


def test_a_key_that_stands_again_leads_to_its_first_line_however_late_the_first_such_key() -> None:
    seen = SeenKeys()
    assert seen.add(["a", "b"], range(2, 4)) == {}
    assert seen.add(["c", "d"], range(4, 6)) == {}
    assert seen.add(["e", "b", "e", "a"], range(6, 10)) == {1: 3, 2: 6, 3: 2}
    assert seen.add(["f", "g"], range(10, 12)) == {}
    assert seen.add(["g", "d", "b"], range(12, 15)) == {0: 11, 1: 5, 2: 3}
    assert all(key in seen for key in "abcdefg")
