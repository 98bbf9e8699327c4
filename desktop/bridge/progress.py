"""Reports how far a job is, seldom enough not to drown the window in signals."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.cancel import CancelToken

_SECONDS_BETWEEN = 0.05


class Progress:
    """Handed to a job's function; ``report`` lets about 20 reports a second through."""

    def __init__(
        self,
        token: CancelToken,
        send: Callable[[int, int, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token = token
        self._send = send
        self._clock = clock
        self._sent_at: float | None = None

    def report(self, done: int, total: int, words: str = "") -> None:
        """Say that ``done`` of ``total`` steps are finished. The first and the last always pass."""
        now = self._clock()
        soon = self._sent_at is not None and now - self._sent_at < _SECONDS_BETWEEN
        if soon and done < total:
            return
        self._sent_at = now
        self._send(done, total, words)

    def check(self) -> None:
        """Go on, or raise ``Cancelled`` when the person called the job off."""
        self._token.check()
