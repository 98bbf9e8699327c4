"""Reminders come by priority and at most once an interval, whatever the clock does; quiet hours span midnight."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.notice import Priority
from desktop.models.quiet_hours import QuietHours, quiet_hours
from desktop.models.reminders import reminders_due
from desktop.services.reminder_policy import reminder_policy

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY = {
    Priority.HIGH: timedelta(hours=1),
    Priority.NORMAL: timedelta(hours=6),
    Priority.LOW: timedelta(hours=12),
}


def test_the_policy_is_that_of_the_broker() -> None:
    assert reminder_policy().every == EVERY


@pytest.mark.parametrize("priority", Priority)
def test_a_reminder_comes_when_its_interval_is_over_and_not_before(priority: Priority) -> None:
    unread, started = {priority: NOON - timedelta(days=3)}, {priority: NOON}
    end = NOON + EVERY[priority]
    assert reminders_due(unread, started, EVERY, end - timedelta(seconds=1)) == frozenset()
    assert reminders_due(unread, started, EVERY, end) == {priority}


def test_a_notice_that_has_just_come_is_not_spoken_of_again_at_once() -> None:
    arrived = NOON + timedelta(minutes=50)
    told = {Priority.HIGH: NOON}
    assert not reminders_due({Priority.HIGH: arrived}, told, EVERY, NOON + timedelta(minutes=70))
    assert reminders_due({Priority.HIGH: arrived}, told, EVERY, arrived + timedelta(hours=1))


def test_what_was_never_spoken_of_waits_from_its_arrival() -> None:
    unread = {Priority.LOW: NOON}
    assert not reminders_due(unread, {}, EVERY, NOON + timedelta(hours=11))
    assert reminders_due(unread, {}, EVERY, NOON + timedelta(hours=12)) == {Priority.LOW}


def test_what_is_read_is_not_spoken_of() -> None:
    assert reminders_due({}, {Priority.HIGH: NOON}, EVERY, NOON + timedelta(days=9)) == frozenset()


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=60))
def test_no_clock_makes_reminders_pile_up_or_stay_away(minutes: list[int]) -> None:
    now, told = NOON, NOON
    for step in minutes:
        now += timedelta(minutes=step)
        is_due = bool(reminders_due({Priority.HIGH: NOON}, {Priority.HIGH: told}, EVERY, now))
        if told <= now:
            assert is_due == (now - max(told, NOON if now >= NOON else told) >= EVERY[Priority.HIGH])
        told = now if is_due else told


@pytest.mark.parametrize(
    ("written", "at", "holds"),
    [
        ("18:00-08:00", time(23), True),
        ("18:00-08:00", time(7, 59), True),
        ("18:00-08:00", time(8), False),
        ("12:00 - 13:30", time(13), True),
        ("12:00-13:30", time(13, 30), False),
        ("", time(3), False),
    ],
)
def test_quiet_hours(written: str, at: time, holds: bool) -> None:
    hours = quiet_hours(written)
    assert hours is not None
    assert hours.holds(at) is holds


@pytest.mark.parametrize("written", ["8-9", "25:00-08:00", "18:60-08:00", "soon"])
def test_what_is_no_hours_is_said_so(written: str) -> None:
    assert quiet_hours(written) is None
    assert quiet_hours("00:00-00:00") == QuietHours()
