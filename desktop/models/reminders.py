"""When unread notices are spoken of again: by priority, and never sooner after the last time than its interval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.models.notice import Priority


def reminders_due(
    unread: Mapping[Priority, datetime],
    told: Mapping[Priority, datetime],
    every: Mapping[Priority, timedelta],
    now: datetime,
) -> frozenset[Priority]:
    """The priorities to be spoken of at ``now``.

    ``unread`` has the arrival of the oldest unread notice of each priority, ``told`` when each was last spoken of,
    if it ever was. Moments that lie ahead, because a clock was set back or the broker's goes before ours, hold
    nothing up.
    """
    due = set()
    for priority, arrived in unread.items():
        past = [moment for moment in (arrived, told.get(priority, arrived)) if moment <= now]
        if not past or now - max(past) >= every[priority]:
            due.add(priority)
    return frozenset(due)
