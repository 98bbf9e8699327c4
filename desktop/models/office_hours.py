"""The hours in which the office writes to its clients, and when they begin next."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from desktop.models.wall_clock import moment_of

_DAYS = 7
_LOOK_AHEAD_DAYS = 400
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DayHours:
    """From ``opens`` until just before ``closes``, in minutes since midnight by the clock on the wall."""

    opens: int
    closes: int

    @property
    def is_possible(self) -> bool:
        return 0 <= self.opens < self.closes <= _WHOLE_DAY


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of each weekday, Monday first; None where the office is closed."""

    days: tuple[DayHours | None, ...]

    @property
    def are_possible(self) -> bool:
        """Whether the office opens at all, and closes after it opens."""
        open_days = [day for day in self.days if day is not None]
        return len(self.days) == _DAYS and bool(open_days) and all(day.is_possible for day in open_days)

    def text(self) -> str:
        """As it is kept: ``09:00-17:00,…`` with nothing between the commas for a closed day."""
        return ",".join(
            "" if day is None else f"{_clock(day.opens)}-{_clock(day.closes)}" for day in self.days
        )


def hours_of(text: str) -> OfficeHours:
    """What ``OfficeHours.text`` wrote. Raises ValueError for anything else, or for hours that cannot be."""
    hours = OfficeHours(tuple(_day(part) for part in text.split(",")))
    if not hours.are_possible:
        raise ValueError(text)
    return hours


def next_open(
    moment: datetime, hours: OfficeHours, holidays: Container[date], zone: tzinfo
) -> datetime | None:
    """``moment`` itself while the office is open, else the instant at which it opens next, in UTC.

    None when it stays closed for more than a year. ``moment`` has a zone; hours are those of clocks
    in ``zone``, so that a day of 23 or 25 hours opens and closes by the clock on the wall.
    """
    moment = moment.astimezone(UTC)
    today = moment.astimezone(zone).date()
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        span = hours.days[day.weekday()]
        if span is None or day in holidays:
            continue
        opens, closes = (moment_of(_wall(day, minutes), zone) for minutes in (span.opens, span.closes))
        if moment < closes:
            return max(moment, opens)
    return None


def next_closed(moment: datetime, hours: OfficeHours, holidays: Container[date], zone: tzinfo) -> datetime:
    """``moment`` itself while the office is closed, else the instant at which it closes, in UTC."""
    moment = moment.astimezone(UTC)
    day = moment.astimezone(zone).date()
    span = hours.days[day.weekday()]
    if span is None or day in holidays:
        return moment
    opens, closes = (moment_of(_wall(day, minutes), zone) for minutes in (span.opens, span.closes))
    return closes if opens <= moment < closes else moment


def _wall(day: date, minutes: int) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the time on the wall has no zone
    return midnight + timedelta(minutes=minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day(text: str) -> DayHours | None:
    if not text:
        return None
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    opens, opens_past, closes, closes_past = (int(part) for part in found.groups())
    if max(opens_past, closes_past) >= 60:
        raise ValueError(text)
    return DayHours(opens * 60 + opens_past, closes * 60 + closes_past)
