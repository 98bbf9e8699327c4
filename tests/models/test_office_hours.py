"""When the office opens next: never outside its hours, never on a holiday, never later than it must be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.office_hours import DayHours, OfficeHours, hours_of, next_open
from desktop.models.wall_clock import is_skipped, moment_of

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])
DAYS = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 1439), st.integers(1, 1440))
    .filter(lambda span: span[0] < span[1])
    .map(lambda span: DayHours(*span)),
)
HOURS = (
    st.lists(DAYS, min_size=7, max_size=7)
    .map(lambda days: OfficeHours(tuple(days)))
    .filter(lambda hours: hours.are_possible)
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOLIDAYS = st.sets(st.dates(date(2024, 1, 1), date(2030, 12, 31)), max_size=20)
NINE_TO_FIVE = hours_of("09:00-17:00,09:00-17:00,09:00-17:00,09:00-17:00,09:00-17:00,,")


def is_open(moment: datetime, hours: OfficeHours, holidays: set[date], zone: ZoneInfo) -> bool:
    """The plain reading: what the clock on the wall says."""
    wall = moment.astimezone(zone)
    day = hours.days[wall.weekday()]
    return (
        day is not None
        and wall.date() not in holidays
        and day.opens <= wall.hour * 60 + wall.minute < day.closes
    )


def is_near_a_change(moment: datetime, zone: ZoneInfo) -> bool:
    offsets = {(moment + timedelta(hours=step)).astimezone(zone).utcoffset() for step in range(-26, 27)}
    return len(offsets) > 1


@given(moment=MOMENTS, hours=HOURS, holidays=HOLIDAYS, name=ZONES)
def test_it_is_open_then_and_never_in_between(
    moment: datetime, hours: OfficeHours, holidays: set[date], name: str
) -> None:
    zone = ZoneInfo(name)
    opens_at = next_open(moment, hours, holidays, zone)
    assert opens_at is not None
    assert opens_at >= moment
    if is_near_a_change(opens_at, zone):
        return
    assert is_open(opens_at, hours, holidays, zone)
    between = moment
    while between < opens_at:
        assert not is_open(between, hours, holidays, zone) or is_near_a_change(between, zone)
        between += timedelta(minutes=37)
    just_before = opens_at - timedelta(microseconds=1)
    assert opens_at == moment or not is_open(just_before, hours, holidays, zone)


@given(moment=MOMENTS, hours=HOURS, holidays=HOLIDAYS, name=ZONES)
def test_what_it_answers_is_open(
    moment: datetime, hours: OfficeHours, holidays: set[date], name: str
) -> None:
    opens_at = next_open(moment, hours, holidays, ZoneInfo(name))
    assert opens_at is not None
    assert next_open(opens_at, hours, holidays, ZoneInfo(name)) == opens_at


@given(hours=HOURS)
def test_hours_are_kept_as_text(hours: OfficeHours) -> None:
    assert hours_of(hours.text()) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",,,,,,",
        "09:00-17:00",
        "17:00-09:00,,,,,,",
        "09:00-24:01,,,,,,",
        "9-17,,,,,,",
        "09:61-17:00,,,,,,",
    ],
)
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - it carries the text and nothing else
        hours_of(text)
    assert error.value.args == (text,) or error.value.args[0] in text.split(",")


def test_an_office_that_rests_all_year_never_opens() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    assert next_open(datetime(2026, 11, 20, tzinfo=UTC), NINE_TO_FIVE, Always(), NEW_YORK) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T16:00-05:00", "2026-11-20T16:00-05:00"),  # Friday, open
        ("2026-11-20T17:00-05:00", "2026-11-23T09:00-05:00"),  # the minute it closes: Monday
        ("2026-11-26T10:00-05:00", "2026-11-27T09:00-05:00"),  # Thanksgiving
        ("2026-10-30T18:00-04:00", "2026-11-02T09:00-05:00"),  # clocks go back on the Sunday between
        ("2027-03-12T18:00-05:00", "2027-03-15T09:00-04:00"),  # and forward
    ],
)
def test_the_clock_on_the_wall_decides(moment: str, expected: str) -> None:
    holidays = {date(2026, 11, 26)}
    opens_at = next_open(datetime.fromisoformat(moment), NINE_TO_FIVE, holidays, NEW_YORK)
    assert opens_at == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("wall", "expected", "skipped"),
    [
        ("2026-11-20T09:30", "2026-11-20T14:30Z", False),
        ("2026-03-08T02:30", "2026-03-08T07:30Z", True),  # 02:00 jumps to 03:00: 03:30 it is
        ("2026-11-01T01:30", "2026-11-01T05:30Z", False),  # shown twice: the first
    ],
)
def test_a_time_that_is_skipped_or_shown_twice(wall: str, expected: str, skipped: bool) -> None:
    moment = datetime.fromisoformat(wall)
    assert moment_of(moment, NEW_YORK) == datetime.fromisoformat(expected)
    assert is_skipped(moment, NEW_YORK) is skipped
