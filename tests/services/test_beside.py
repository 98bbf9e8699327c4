"""Writing beside the sending: one job at a time, each result taken once, and nothing begun that is not needed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.ahead import MOST_A_LANE, Ahead
from desktop.services.beside import AtOnce, Beside


def test_what_follows_from_a_job_happens_where_it_is_asked_for() -> None:
    may_end, threads = threading.Event(), list[threading.Thread]()
    with ThreadPoolExecutor(1) as lane:
        beside = Beside(lane)
        beside.start(may_end.wait, lambda _: threads.append(threading.current_thread()))
        assert not beside.finish(0)
        assert not beside.is_free
        may_end.set()
        assert beside.finish()
    assert threads == [threading.main_thread()]
    assert beside.finish()


def test_a_job_that_fails_is_undone_and_told_once() -> None:
    undone: list[str] = []
    beside = Beside(AtOnce())
    beside.start(lambda: int("none"), lambda _: undone.append("done"), lambda: undone.append("undone"))
    with pytest.raises(ValueError, match="none"):
        beside.finish()
    assert undone == ["undone"]
    assert beside.finish()


def test_whoever_waits_elsewhere_is_told_that_a_job_has_ended() -> None:
    ended = threading.Event()
    with ThreadPoolExecutor(1) as lane:
        beside = Beside(lane, ended.set)
        beside.start(lambda: 1, lambda _: None)
        assert ended.wait(10)
        assert beside.finish(0)


def test_there_is_one_job_at_a_time() -> None:
    beside = Beside(AtOnce())
    beside.start(lambda: 1, lambda _: None)
    with pytest.raises(RuntimeError):
        beside.start(lambda: 2, lambda _: None)


@given(st.integers(1, 50), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=30))
def test_no_more_begins_than_is_allowed_and_no_lane_waits_for_ever(
    lanes: int, course: list[tuple[int, int]]
) -> None:
    """Mails are handed over and answered while the store writes; the next ones begin in between."""
    ahead, under_way, unrecorded = Ahead(), 0, 0
    for handed, answered in course:
        group = ahead.next_group(lanes, under_way)
        assert group or under_way > lanes
        if group:
            # The transaction that lets them begin records what was answered before it.
            under_way, unrecorded = under_way + group, 0
        assert under_way + unrecorded <= MOST_A_LANE * lanes
        ahead.left_meanwhile(min(handed, under_way))
        ahead.written()
        gone = min(answered, under_way)
        under_way, unrecorded = under_way - gone, unrecorded + gone


def test_where_mail_leaves_slowly_two_a_lane_are_begun() -> None:
    ahead = Ahead()
    assert ahead.next_group(4, 0) == 8
    assert ahead.next_group(4, 5) == 0
    assert ahead.next_group(4, 4) == 4
