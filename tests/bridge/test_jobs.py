from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from desktop.bridge.cancel import CancelToken
from desktop.bridge.jobs import Jobs
from desktop.bridge.progress import Progress
from desktop.errors import Cancelled, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    before = set(threading.enumerate())
    made = Jobs()
    yield made
    made.stop()
    assert set(threading.enumerate()) == before, "a thread outlived the jobs"


def test_result_arrives_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, bool, bool]] = []

    def work(number: int) -> tuple[int, bool]:
        return number * 2, threading.current_thread() is threading.main_thread()

    def then(result: tuple[int, bool]) -> None:
        seen.append((*result, threading.current_thread() is threading.main_thread()))

    jobs.read(work, 21, then=then)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, False, True)]


def test_result_for_a_destroyed_owner_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    owner, gate, seen = QObject(), threading.Event(), list[bool]()
    jobs.read(gate.wait, 5, then=seen.append, owner=owner)
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == []


def test_write_happens_though_its_owner_is_gone(jobs: Jobs, qtbot: QtBot) -> None:
    owner, written = QObject(), list[int]()
    jobs.write(written.append, 1, owner=owner)
    delete(owner)
    qtbot.waitUntil(lambda: written == [1])


def test_a_file_is_written_while_the_store_keeps_all_others_waiting(jobs: Jobs, qtbot: QtBot) -> None:
    gate, written = threading.Event(), list[int]()
    jobs.write(gate.wait, 5)
    for _ in range(4):
        jobs.read(gate.wait, 5)
    jobs.write_aside(lambda: 7, then=written.append)
    qtbot.waitUntil(lambda: written == [7])
    assert jobs.busy
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_latest_drops_older_results_and_never_starts_waiting_ones(jobs: Jobs, qtbot: QtBot) -> None:
    owner, gate, started, seen = QObject(), threading.Event(), list[int](), list[int]()
    tokens = [CancelToken() for _ in range(10)]

    def work(number: int) -> int:
        started.append(number)
        gate.wait(5)
        return number

    for number, token in enumerate(tokens):
        jobs.write(work, number, then=seen.append, owner=owner, latest="search", token=token)
        qtbot.waitUntil(lambda: bool(started))
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == [9]
    assert started == [0, 9]
    assert [token.cancelled for token in tokens] == [True] * 9 + [False]


def test_latest_of_two_owners_do_not_meet(jobs: Jobs, qtbot: QtBot) -> None:
    one, two, seen = QObject(), QObject(), list[str]()
    jobs.read(lambda: "one", then=seen.append, owner=one, latest="search")
    jobs.read(lambda: "two", then=seen.append, owner=two, latest="search")
    qtbot.waitUntil(lambda: sorted(seen) == ["one", "two"])


def _refuse() -> None:
    raise Refused("Not saved", "The disk is full.")


def _break() -> None:
    raise ZeroDivisionError


def _give_up() -> None:
    raise Cancelled


def test_refusal_goes_to_whoever_takes_it_else_to_everybody(jobs: Jobs, qtbot: QtBot) -> None:
    taken: list[Exception] = []
    told: list[Exception] = []
    jobs.faulted.connect(told.append)
    jobs.read(_refuse, failed=taken.append)
    qtbot.waitUntil(lambda: len(taken) == 1)
    assert told == []
    jobs.write(_refuse)
    qtbot.waitUntil(lambda: len(told) == 1)


def test_fault_is_told_even_when_taken_or_superseded_and_calling_off_is_silent(
    jobs: Jobs, qtbot: QtBot
) -> None:
    taken: list[Exception] = []
    told: list[Exception] = []
    jobs.faulted.connect(told.append)
    jobs.read(_give_up, failed=taken.append)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert (taken, told) == ([], [])
    jobs.read(_break, failed=taken.append)
    qtbot.waitUntil(lambda: len(taken) == len(told) == 1)


def test_running_job_can_be_called_off(jobs: Jobs, qtbot: QtBot) -> None:
    token, running, seen = CancelToken(), threading.Event(), list[object]()

    def work() -> None:
        running.set()
        while True:
            token.check()

    job = jobs.read(work, then=seen.append, failed=seen.append, token=token)
    assert running.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == []


def test_progress_crosses_to_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> str:
        for done in range(1, 1_001):
            progress.report(done, 1_000, "rows")
        return "end"

    ended: list[str] = []
    jobs.read(work, then=ended.append, progress=lambda *report: seen.append(report))
    qtbot.waitUntil(lambda: ended == ["end"])
    assert seen[0] == (1, 1_000, "rows")
    assert seen[-1] == (1_000, 1_000, "rows")
    assert len(seen) < 500


def test_progress_lets_twenty_a_second_through() -> None:
    now = [0.0]
    sent: list[int] = []
    progress = Progress(CancelToken(), lambda done, _total, _words: sent.append(done), lambda: now[0])
    for done in range(1_000):
        progress.report(done, 2_000)
        now[0] += 0.001
    assert 18 <= len(sent) <= 21


def test_busy_is_said_once_at_either_end(jobs: Jobs, qtbot: QtBot) -> None:
    said: list[bool] = []
    jobs.busy_changed.connect(said.append)
    gate = threading.Event()
    for _ in range(5):
        jobs.read(gate.wait, 5, then=lambda _: jobs.read(int))
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert said == [True, False]


def test_stop_finishes_writes_in_order_and_calls_off_reads(qtbot: QtBot) -> None:
    jobs, gate, wrote, read = Jobs(), threading.Event(), list[int](), list[object]()
    told: list[Exception] = []
    jobs.faulted.connect(told.append)
    jobs.write(gate.wait, 5)
    for number in range(20):
        jobs.write(wrote.append, number)
    jobs.write(_refuse)
    token = CancelToken()

    def search() -> None:
        while True:
            token.check()

    jobs.read(search, then=read.append, token=token)
    gate.set()
    assert jobs.stop()
    assert wrote == list(range(20))
    assert read == []
    assert len(told) == 1, "a refusal of the last write is not lost"
    assert not jobs.busy


def test_after_the_end_reads_are_quiet_and_writes_are_a_fault(qtbot: QtBot) -> None:
    jobs = Jobs()
    assert jobs.stop()
    assert jobs.read(int).token.cancelled
    with pytest.raises(RuntimeError):
        jobs.write(int)


def test_stop_says_when_work_outlives_its_time(qtbot: QtBot) -> None:
    jobs, gate = Jobs(), threading.Event()
    jobs.write(gate.wait, 5)
    assert not jobs.stop(timeout=0.01)
    gate.set()
    assert jobs.stop()
