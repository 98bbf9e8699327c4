"""How an instant is written: as short as it can be understood, with the whole within reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QTime

from desktop.language import tr

if TYPE_CHECKING:
    from datetime import tzinfo

_WEEK = timedelta(days=6)


def short_moment(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """Today the time, within a week the day and time, else the date; in the office's zone."""
    there, today = moment.astimezone(zone), now.astimezone(zone)
    if there.date() == today.date():
        return _time(there)
    if timedelta() < today.date() - there.date() <= _WEEK:
        return f"{_format(there, 'ddd')} {_time(there)}"
    if there.year == today.year:
        return f"{_format(there, 'd MMM')} {_time(there)}"
    return _format(there, "d MMM yyyy")


def coming_moment(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """What lies ahead: today the time, within a week the day and time, else the date; in the office's zone."""
    there, today = moment.astimezone(zone), now.astimezone(zone)
    if timedelta() < there.date() - today.date() <= _WEEK:
        return f"{_format(there, 'ddd')} {_time(there)}"
    return short_moment(moment, zone, now)


def date_words(day: date) -> str:
    """A day without a zone, such as ``20 Nov 2026``."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def whole_minute(moment: datetime, zone: tzinfo) -> str:
    """What is planned, such as ``Friday 20 November 2026, 16:30 (Asia/Tokyo, UTC+09:00)``."""
    there = moment.astimezone(zone)
    return tr("{date}, {time} ({zone})").format(
        date=_format(there, "dddd d MMMM yyyy"), time=_time(there), zone=zone_words(moment, zone)
    )


def zone_words(moment: datetime, zone: tzinfo) -> str:
    """The zone and what its clocks have at that moment: ``Asia/Tokyo, UTC+09:00``, or only ``UTC``."""
    there = moment.astimezone(zone)
    name = getattr(zone, "key", there.tzname())
    return "UTC" if name == "UTC" else f"{name}, UTC{_offset(there)}"


def whole_moment(moment: datetime, zone: tzinfo) -> str:
    """Date, time and zone in full, such as ``Friday 20 November 2026, 16:32:05 (Asia/Tokyo, UTC+09:00)``."""
    there = moment.astimezone(zone)
    return tr("{date}, {time} ({zone})").format(
        date=_format(there, "dddd d MMMM yyyy"),
        time=there.strftime("%H:%M:%S"),
        zone=zone_words(moment, zone),
    )


def _offset(there: datetime) -> str:
    text = there.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def _time(there: datetime) -> str:
    return QLocale().toString(QTime(there.hour, there.minute), "HH:mm")


def _format(there: datetime, pattern: str) -> str:
    return QLocale().toString(QDate(there.year, there.month, there.day), pattern)
