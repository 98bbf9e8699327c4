"""The office's clock: an instant as the office's zone has it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def in_office_zone(moment: datetime, zone: str) -> datetime:
    """``moment`` in the IANA zone ``zone``; in this computer's zone when it is empty or unknown."""
    try:
        return moment.astimezone(ZoneInfo(zone) if zone else None)
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone()


def office_day(moment: datetime, zone: str) -> str:
    """The date of ``moment`` as the keyword ``today`` takes it: YYYY-MM-DD."""
    return in_office_zone(moment, zone).date().isoformat()
