"""The office's clock: an instant as the office's zone has it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.language import tr
from desktop.settings import OFFICE_NAME, OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


def in_office_zone(moment: datetime, zone: str) -> datetime:
    """``moment`` in the IANA zone ``zone``; in this computer's zone when it is empty or unknown."""
    try:
        return moment.astimezone(ZoneInfo(zone) if zone else None)
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone()


def office_day(moment: datetime, zone: str) -> str:
    """The date of ``moment`` as the keyword ``today`` takes it: YYYY-MM-DD."""
    return in_office_zone(moment, zone).date().isoformat()


def moment_words(moment: datetime, zone: str) -> str:
    """An instant by the office's clock in a text that is kept: ``21 Nov 2026, 08:00 EST``."""
    return clock_words(in_office_zone(moment, zone))


def clock_words(there: datetime) -> str:
    """``moment_words`` of an instant that is in its zone already.

    The names of the months are the interface's, whatever the C library speaks.
    """
    month = tr("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[there.month - 1]
    return f"{there.day} {month} {there.year}, {there:%H:%M %Z}"


def name_and_day(unit: UnitOfWork, leaves_at: datetime | None = None) -> tuple[str, str]:
    """What the office is called and which day it has: kept with the message, as it was previewed.

    A message that is to leave later speaks of the day on which it leaves.
    """
    settings = unit.office.settings()
    return OFFICE_NAME.of(settings), office_day(leaves_at or unit.now, OFFICE_ZONE.of(settings))
