from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from desktop.bridge.watch import Watch
from desktop.models.change import Change, ChangeKind, Subject, Touch

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CHANGE = Change((Touch(Subject.NOTICES, ChangeKind.CREATED, frozenset({3})),), "there")


class FakeFeed:
    """Gives what was put in; an exception put in is raised. Notes which threads use it."""

    def __init__(self) -> None:
        self.waiting: queue.SimpleQueue[Change | Exception] = queue.SimpleQueue()
        self.threads: set[int] = set()
        self.opened = 0
        self.closed = 0

    def open(self) -> FakeFeed:
        self.opened += 1
        self.threads.add(threading.get_ident())
        return self

    def next_change(self, timeout_s: float) -> Change | None:
        self.threads.add(threading.get_ident())
        try:
            item = self.waiting.get(timeout=timeout_s / 50)
        except queue.Empty:
            return None
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        self.closed += 1


def test_changes_are_heard_on_the_gui_thread(qtbot: QtBot) -> None:
    feed, heard = FakeFeed(), list[tuple[Change, bool]]()
    watch = Watch(feed.open)
    watch.heard.connect(
        lambda change: heard.append((change, threading.current_thread() is threading.main_thread()))
    )
    watch.start()
    feed.waiting.put(CHANGE)
    qtbot.waitUntil(lambda: bool(heard))
    watch.stop()
    assert heard == [(CHANGE, True)]
    assert feed.closed == feed.opened == 1
    assert len(feed.threads) == 1
    assert threading.get_ident() not in feed.threads


def test_broken_feed_is_told_once_and_opened_anew(qtbot: QtBot) -> None:
    feed, told = FakeFeed(), list[str]()
    watch = Watch(feed.open, first_pause_s=0.001)
    watch.troubled.connect(lambda error: told.append(str(error)))
    watch.recovered.connect(lambda: told.append("again"))
    watch.heard.connect(lambda _change: told.append("heard"))
    for item in (OSError("away"), OSError("still away"), CHANGE):
        feed.waiting.put(item)
    watch.start()
    qtbot.waitUntil(lambda: "heard" in told)
    watch.stop()
    assert told[0] == "away"
    assert "still away" not in told
    assert "again" in told
    assert feed.opened == feed.closed == 3


def test_after_a_break_anything_may_have_changed(qtbot: QtBot) -> None:
    feed, heard = FakeFeed(), list[Change]()
    watch = Watch(feed.open, first_pause_s=0.001)
    watch.heard.connect(heard.append)
    feed.waiting.put(OSError("away"))
    watch.start()
    qtbot.waitUntil(lambda: bool(heard))
    watch.stop()
    assert {touch.subject for touch in heard[0].touches if not touch.ids} == set(Subject)


def test_stop_without_start_is_quiet(qtbot: QtBot) -> None:
    Watch(FakeFeed().open).stop()
