"""Ends a wait for sockets from another thread."""

from __future__ import annotations

import contextlib
import socket
import threading

_READ = 4_096


class Waker:
    """A socket that can be waited for together with others; ``wake`` may be called from any thread, at any time."""

    def __init__(self) -> None:
        self.socket, self._writer = socket.socketpair()
        self.socket.setblocking(False)
        self._writer.setblocking(False)
        # The number of a socket closed meanwhile may be another one's, to which nothing must be written.
        self._closing = threading.Lock()

    def wake(self) -> None:
        """End the wait under way, or else the next one."""
        with self._closing, contextlib.suppress(OSError):  # full: it is awake
            self._writer.send(b"\0")

    def heard(self) -> None:
        """Whoever waited is awake."""
        with contextlib.suppress(BlockingIOError):
            self.socket.recv(_READ)

    def close(self) -> None:
        """Wake nobody any more."""
        with self._closing:
            self._writer.close()
            self.socket.close()
