"""Lets a person call off work that another thread is already doing."""

from __future__ import annotations

import threading

from desktop.errors import Cancelled


class CancelToken:
    """Set on one thread, looked at on another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Go on, or raise ``Cancelled``."""
        if self._event.is_set():
            raise Cancelled
