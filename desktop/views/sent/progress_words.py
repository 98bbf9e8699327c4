"""How a sending goes on, in words: the count, the rate and the time left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.language import tr, trn

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.models.delivery import DeliveryTotals
    from desktop.models.pace import Pace

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def progress_words(totals: DeliveryTotals, pace: Pace, now: datetime) -> str:
    """``118 of 412 · 40 a second · about 7 s left``; without rate and time while they are not known."""
    parts = [count_words(totals)]
    rate = pace.rate(now)
    left = pace.left(totals.total - totals.settled, now)
    if rate and left is not None:
        parts += [rate_words(rate), left_words(left)]
    return " · ".join(parts)


def count_words(totals: DeliveryTotals) -> str:
    """``118 of 412``: how many are settled, in whatever way."""
    return tr("{n} of {all}").format(n=f"{totals.settled:,}", all=f"{totals.total:,}")


def rate_words(rate: float) -> str:
    """``rate`` is per second; slow ones are said by the minute."""
    if rate >= 1:
        return tr("{n} a second").format(n=f"{rate:,.0f}")
    return tr("{n} a minute").format(n=f"{max(rate * 60, 1):,.0f}")


def left_words(left: timedelta) -> str:
    """As exact as a guess may be."""
    if left < 2 * _MINUTE:
        count = max(round(left.total_seconds()), 1)
        return trn("about {n} s left", "about {n} s left", count)
    if left < 2 * _HOUR:
        return trn("about {n} min left", "about {n} min left", round(left / _MINUTE))
    return trn("about {n} h left", "about {n} h left", round(left / _HOUR))
