"""What a person looks for in Sent By IB, as it can be kept: its dates move with the calendar."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from desktop.models.broker_filter import BrokerFilter
from desktop.models.channel import Channel


class Period(enum.StrEnum):
    """Days that end today, or those that were named."""

    ANY = ""
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CHOSEN = "chosen"


_DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}


class BrokerSearch(NamedTuple):
    """``first`` and ``last`` are the days of a chosen period, both within it; either may be open."""

    text: str = ""
    type: str = ""
    channel: Channel | None = None
    period: Period = Period.ANY
    first: date | None = None
    last: date | None = None
    is_unread: bool = False
    in_trash: bool = False

    def narrowed(self, now: datetime, zone: tzinfo) -> BrokerFilter:
        """The filter that this is at the moment ``now``, for days as they are in ``zone``."""
        first, last = self.first, self.last
        if self.period is not Period.CHOSEN:
            days = _DAYS.get(self.period)
            first = None if days is None else now.astimezone(zone).date() - timedelta(days=days - 1)
            last = None
        return BrokerFilter(
            text=self.text,
            type=self.type,
            channel=self.channel,
            since=None if first is None else datetime.combine(first, time(), zone),
            until=None if last is None else datetime.combine(last + timedelta(days=1), time(), zone),
            is_unread=self.is_unread,
            in_trash=self.in_trash,
        )

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "text": self.text,
            "type": self.type,
            "channel": self.channel.value if self.channel else "",
            "period": self.period.value,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "is_unread": self.is_unread,
            "in_trash": self.in_trash,
        }


def search_of(kept: Mapping[str, Any]) -> BrokerSearch:
    """What ``kept`` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    return BrokerSearch(
        text=str(kept["text"]),
        type=str(kept["type"]),
        channel=Channel(kept["channel"]) if kept["channel"] else None,
        period=Period(kept["period"]),
        first=date.fromisoformat(kept["first"]) if kept["first"] else None,
        last=date.fromisoformat(kept["last"]) if kept["last"] else None,
        is_unread=kept["is_unread"] is True,
        in_trash=kept["in_trash"] is True,
    )
