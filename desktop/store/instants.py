"""Instants as both kinds of store keep them: whole microseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """``moment`` as it is stored. Raises TypeError for a datetime without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The moment that is stored as ``value``."""
    return _EPOCH + value * _MICROSECOND
