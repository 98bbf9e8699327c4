"""The hours in which nothing is announced on the desktop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_WRITTEN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begin`` to ``end``, over midnight where it ends before it begins; none where both are the same."""

    begin: time = time()
    end: time = time()

    def holds(self, at: time) -> bool:
        """Whether it is quiet at that time of day; the end is not."""
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


def quiet_hours(written: str) -> QuietHours | None:
    """The hours written as ``18:00-08:00``; none for the empty text, None for what is no such hours."""
    if not written.strip():
        return QuietHours()
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    first, second, third, fourth = map(int, found.groups())
    if max(first, third) > 23 or max(second, fourth) > 59:
        return None
    return QuietHours(time(first, second), time(third, fourth))
