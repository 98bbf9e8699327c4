"""Times of day as a clock on the wall shows them, where summer time skips some and repeats others."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def moment_of(wall: datetime, zone: tzinfo) -> datetime:
    """The instant at which clocks in ``zone`` show ``wall`` (a datetime without a zone), in UTC.

    A time that is shown twice means the first of the two. One that is skipped means as long after
    the skip began as the clock would have gone on: 02:30 is 03:30 when 02:00 jumps to 03:00.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_skipped(wall: datetime, zone: tzinfo) -> bool:
    """Whether no clock in ``zone`` ever shows ``wall``."""
    return moment_of(wall, zone).astimezone(zone).replace(tzinfo=None, fold=0) != wall.replace(fold=0)
