"""The connections of a store to its server: how long they wait for one that is silent, and a way to cut them."""

from __future__ import annotations

import contextlib
import threading
import weakref
from typing import TYPE_CHECKING, Any

from desktop.late import late

if TYPE_CHECKING:
    import socket

    import psycopg
else:
    # A program on an embedded store starts without them.
    socket = late("socket")
    psycopg = late("psycopg")

PATIENCE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""What libpq is told: where the network has gone, a question fails after some 25 seconds, not after hours."""


class ServerLines:
    """Thread-safe. A server that has stopped, but whose computer runs, keeps its connections open for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[psycopg.Connection[Any]] = weakref.WeakSet()

    def add(self, connection: psycopg.Connection[Any]) -> None:
        """Remember one that was made."""
        with self._lock:
            self._open.add(connection)

    def cut(self) -> None:
        """Whoever waits for an answer over one of them waits no more: it fails as if the server had gone."""
        with self._lock:
            found = list(self._open)
        for connection in found:
            if not connection.closed:
                with contextlib.suppress(OSError, psycopg.Error):
                    _shut(connection.fileno())


def _shut(number: int) -> None:
    # A second handle on the same connection: the first stays psycopg's, which finds out by itself.
    with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as handle:
        handle.shutdown(socket.SHUT_RDWR)
