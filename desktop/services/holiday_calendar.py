"""Public holidays by country and part of it, as the library ``holidays`` knows them, loaded when asked for."""

from __future__ import annotations

import threading
from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    import holidays
else:
    holidays = late("holidays")


class HolidayCalendar(Container[date]):
    """The days on which a place rests. Asked from any thread: the years are worked out one at a time."""

    def __init__(self, country: str, part: str) -> None:
        self._lock = threading.Lock()
        self._days = holidays.country_holidays(country, subdiv=part or None)

    def __contains__(self, day: object) -> bool:
        with self._lock:
            return isinstance(day, date) and day in self._days


@lru_cache(maxsize=4)
def holidays_of(name: str) -> Container[date]:
    """The holidays of a calendar such as ``US`` or ``US-NY``; none for an empty or unknown name."""
    country, _, part = name.partition("-")
    return HolidayCalendar(country, part) if name and is_calendar(name) else frozenset()


def is_calendar(name: str) -> bool:
    """Whether holidays are known under this name; the empty one stands for none."""
    country, _, part = name.partition("-")
    parts = calendars().get(country) if name else ()
    return parts is not None and (not part or part in parts)


@lru_cache(maxsize=1)
def calendars() -> dict[str, tuple[str, ...]]:
    """Country codes, each with the codes of its parts that have holidays of their own."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in sorted(known.items())}
