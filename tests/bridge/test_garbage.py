from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from desktop.bridge.garbage import Garbage
from desktop.bridge.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _python_collects() -> Iterator[None]:
    """By itself, as in a program that has no Jobs."""
    gc.enable()
    yield
    gc.disable()


class _InACycle(QObject):
    """Only the collector lets go of it."""

    def __init__(self, seen: list[int]) -> None:
        super().__init__()
        self._seen = seen
        self._self = self

    def __del__(self) -> None:
        self._seen.append(threading.get_ident())


def _make_much() -> None:
    kept: list[list[object]] = []
    for _ in range(100_000):
        kept.append([kept])


def test_worker_never_collects_what_belongs_to_a_window(qtbot: QtBot) -> None:
    gc.collect()
    jobs, seen = Jobs(), list[int]()
    _InACycle(seen)
    jobs.read(_make_much)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == []
    assert jobs.stop()
    gc.collect()
    assert seen == [threading.get_ident()]


def test_garbage_that_is_due_is_collected(qtbot: QtBot) -> None:
    gc.collect()
    garbage, seen = Garbage(), list[int]()
    garbage.start()
    _InACycle(seen)
    _make_much()
    garbage.collect_due()
    garbage.stop()
    assert seen == [threading.get_ident()]


def test_what_is_there_from_the_start_is_looked_at_once_and_garbage_made_since_is_collected(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    garbage, seen = Garbage(), list[int]()
    garbage.start()
    monkeypatch.setattr(gc, "get_count", lambda: (0, 1_000, 0))
    garbage.collect_due()
    assert len(gc.get_objects()) < gc.get_freeze_count()
    _InACycle(seen)
    garbage.collect_due()
    assert seen == [threading.get_ident()]
    garbage.stop()
    assert gc.get_freeze_count() == 0


def test_collecting_is_as_before_when_the_jobs_have_stopped(qtbot: QtBot) -> None:
    jobs = Jobs()
    assert not gc.isenabled()
    assert jobs.stop()
    assert gc.isenabled()
