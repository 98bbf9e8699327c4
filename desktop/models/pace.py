"""How fast a count grows and when it will be through, judged by what happened lately."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

_WINDOW = timedelta(seconds=20)
_LEAST = timedelta(seconds=1)


class Pace:
    """Told of a count now and then, it knows the rate of the last moments."""

    def __init__(self) -> None:
        self._noted: deque[tuple[datetime, int]] = deque()

    def note(self, count: int, at: datetime) -> None:
        """The count stands at ``count``. A count that fell, or a clock set back, begins anew."""
        if self._noted and (at < self._noted[-1][0] or count < self._noted[-1][1]):
            self._noted.clear()
        self._noted.append((at, count))
        # One older than the window stays, so that there is something to compare with.
        while len(self._noted) > 2 and at - self._noted[1][0] >= _WINDOW:
            self._noted.popleft()

    def rate(self, at: datetime) -> float:
        """Per second; 0.0 while nothing is known or nothing moves."""
        if len(self._noted) < 2 or at - self._noted[-1][0] > _WINDOW:
            return 0.0
        first_at, first = self._noted[0]
        span = self._noted[-1][0] - first_at
        return (self._noted[-1][1] - first) / span.total_seconds() if span >= _LEAST else 0.0

    def left(self, remaining: int, at: datetime) -> timedelta | None:
        """How long ``remaining`` more will take at this rate; None when that is not known."""
        rate = self.rate(at)
        return timedelta(seconds=remaining / rate) if rate else None
