"""When what somebody types is saved: a moment after they pause, and soon even if they never do."""

from __future__ import annotations

_PAUSE_S = 0.9
_LONGEST_S = 1.4


class SavePace:
    """Times are seconds of a clock that only goes forward.

    What saving itself may take comes on top, so that after two seconds nothing is unsaved.
    """

    def __init__(self) -> None:
        self._first: float | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether something has changed since the last save."""
        return self._first is not None

    def changed(self, now: float) -> float:
        """Something has changed; returns in how many seconds it is to be saved."""
        if self._first is None:
            self._first = now
        return max(min(_PAUSE_S, self._first + _LONGEST_S - now), 0.0)

    def saved(self) -> None:
        """All that had changed is on its way."""
        self._first = None
