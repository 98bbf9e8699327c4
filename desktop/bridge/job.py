"""The window's half of a piece of background work: who asked, and what to call when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtCore import QObject

    from desktop.bridge.cancel import CancelToken


class Job:
    """A handle on asked-for work. It lives on the GUI thread only: a worker that held it could
    be the last to let go of a widget and destroy it on the wrong thread.
    """

    def __init__(
        self,
        key: int,
        token: CancelToken,
        *,
        writes: bool,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        owner: QObject | None = None,
        latest: str | None = None,
    ) -> None:
        self.key = key
        self.token = token
        self.writes = writes
        self.then = then
        self.failed = failed
        self.progress = progress
        self.owner = owner
        self.latest = latest
        self.future: Future[Any] | None = None
        self.superseded = False
        self.done = False

    def cancel(self) -> None:
        """Call it off: not started, it never runs; running, its token says so. Silent either way."""
        self.token.cancel()
        if self.future is not None:
            self.future.cancel()

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the result."""
        if self.superseded or (self.token.cancelled and not self.writes):
            return False
        return self.owner is None or isValid(self.owner)

    @property
    def line(self) -> tuple[int, str] | None:
        """The place in which only the newest job counts."""
        return None if self.latest is None else (id(self.owner), self.latest)
