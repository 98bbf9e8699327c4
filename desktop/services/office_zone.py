"""The zone of the office's clocks."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo

from desktop.services.computer_zone import ComputerZone


def zone_named(name: str) -> tzinfo:
    """The IANA zone ``name``; this computer's where it is empty or unknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, empty, or the name of a folder of zones
        return ComputerZone()
