"""A mail server that follows a script, for what a well-behaved library will not do."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HANG_UP = ""
_PATIENCE_S = 60.0


@dataclass
class Pause:
    """Says when it is ``reached``, and lasts until it is ``over``."""

    reached: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def scripted(
    *answers: str | Pause, hold: bool = False, silent: threading.Event | None = None
) -> Iterator[int]:
    """Listens on the port it yields; gives one answer a line it reads, the first as its greeting.

    At a ``Pause`` it waits before the next answer. At the end of its script it hangs up, or, with ``hold``,
    is silent until the other side does; ``silent`` is set when it has heard something that it will not answer.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    accepted: list[socket.socket] = []

    def serve() -> None:
        connection, _ = listening.accept()
        accepted.append(connection)
        with connection, connection.makefile("rb") as lines:
            for answer in answers:
                if isinstance(answer, Pause):
                    answer.reached.set()
                    answer.over.wait(_PATIENCE_S)
                    continue
                if answer == HANG_UP:
                    return
                connection.sendall(f"{answer}\r\n".encode())
                lines.readline()
            if silent is not None:
                silent.set()
            while hold and lines.readline():
                pass

    thread = threading.Thread(target=serve, name="scripted-smtp")
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        for answer in answers:
            if isinstance(answer, Pause):
                answer.over.set()
        for connection in accepted:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join()
