"""This computer's time zone, with its summer times, also where it has no name that Python knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class ComputerZone(tzinfo):
    """Asks the operating system for the offset of each moment, past and future."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        return None if moment is None else _local(moment).utcoffset()

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None, /) -> str | None:
        return None if moment is None else _local(moment).tzname()

    def fromutc(self, moment: datetime, /) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None).astimezone()
