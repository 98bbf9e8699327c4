"""The rate is that of the last moments, and is not guessed where nothing is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.models.pace import Pace

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_nothing_is_known_at_first() -> None:
    pace = Pace()
    assert pace.rate(START) == 0
    pace.note(10, START)
    assert pace.rate(START) == 0
    assert pace.left(5, START) is None
    pace.note(40, at(0.2))
    assert pace.rate(at(0.2)) == 0


def test_rate_and_time_left() -> None:
    pace = Pace()
    pace.note(0, START)
    pace.note(80, at(2))
    assert pace.rate(at(2)) == 40
    assert pace.left(400, at(2)) == timedelta(seconds=10)


def test_only_the_last_moments_count() -> None:
    pace = Pace()
    pace.note(0, START)
    for second in range(1, 41):
        pace.note(100 + second, at(60 + second))
    assert pace.rate(at(100)) == 1


def test_what_stands_still_has_no_rate() -> None:
    pace = Pace()
    pace.note(0, START)
    pace.note(80, at(2))
    assert pace.rate(at(23)) == 0
    pace.note(80, at(30))
    pace.note(80, at(60))
    assert pace.rate(at(60)) == 0


def test_a_count_that_fell_or_a_clock_set_back_begins_anew() -> None:
    pace = Pace()
    pace.note(100, START)
    pace.note(200, at(2))
    pace.note(10, at(4))
    assert pace.rate(at(4)) == 0
    pace.note(20, at(9))
    assert pace.rate(at(9)) == 2
    pace.note(30, at(5))
    assert pace.rate(at(5)) == 0
