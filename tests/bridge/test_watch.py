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


class SilentFeed(FakeFeed):
    """One whose server has stopped: whoever asks it waits until it goes on or is cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.goes_on = threading.Event(), threading.Event()
        self.is_cut = False

    def next_change(self, timeout_s: float) -> Change | None:
        self.asked.set()
        assert self.goes_on.wait(10)
        if self.is_cut:
            raise OSError("cut")
        return super().next_change(timeout_s)

    def cut(self) -> None:
        self.is_cut = True
        self.goes_on.set()


def test_a_store_that_is_silent_is_in_trouble_until_it_answers(qtbot: QtBot) -> None:
    feed, told = SilentFeed(), list[str]()
    watch = Watch(feed.open, cut=feed.cut)
    watch.troubled.connect(lambda error: told.append(error.title))
    watch.recovered.connect(lambda: told.append("again"))
    watch.start()
    assert feed.asked.wait(10)
    for _ in range(5):
        watch.beat.timeout.emit()
    assert told == ["The store does not answer"]
    feed.goes_on.set()
    qtbot.waitUntil(lambda: watch._turns > 0)
    watch.beat.timeout.emit()
    watch.stop()
    assert told == ["The store does not answer", "again"]
    assert not feed.is_cut


def test_a_store_that_stays_silent_is_let_go_of(qtbot: QtBot) -> None:
    feed, told = SilentFeed(), list[str]()
    watch = Watch(feed.open, cut=feed.cut, first_pause_s=0.001)
    watch.troubled.connect(lambda error: told.append(str(error)))
    watch.start()
    assert feed.asked.wait(10)
    for _ in range(10):
        watch.beat.timeout.emit()
    qtbot.waitUntil(lambda: "cut" in told)
    watch.stop()
    assert feed.is_cut


def test_an_end_does_not_wait_for_a_store_that_is_silent(qtbot: QtBot) -> None:
    feed = SilentFeed()
    watch = Watch(feed.open, cut=feed.cut, leaving_s=0.01)
    watch.start()
    assert feed.asked.wait(10)
    watch.stop()
    assert feed.is_cut
