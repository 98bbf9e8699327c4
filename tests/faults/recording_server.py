"""A mail server in a process of its own that outlives whoever sends to it: ``LOG``. Prints its port.

It writes down every mail it takes before it says so, one line of the same length each, so that the
size of the file tells how many there are: the recipient's address, the Message-ID and a print of its bytes.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import sys
from pathlib import Path

LINE = 220
_STUFFED_DOT = re.compile(rb"^\.", re.MULTILINE)
_HELLO = b"250-recording.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
_ID = b"\r\nMessage-ID: "


class _Session(asyncio.Protocol):
    """One connection; the commands may come one at a time or many at once (RFC 2920)."""

    def __init__(self, log: int) -> None:
        self._log = log
        self._read = bytearray()
        self._to = b""
        self._in_data = False
        self._wire: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        transport.write(b"220 recording.example\r\n")

    def data_received(self, data: bytes) -> None:
        self._read += data
        answers = b""
        while (whole := self._next()) is not None:
            answers += self._answer(whole)
        if self._wire is not None and answers:
            self._wire.write(answers)

    def _next(self) -> bytes | None:
        """The next line, or, after DATA, the next whole mail; None while it is not there whole."""
        end = b"\r\n.\r\n" if self._in_data else b"\r\n"
        found = self._read.find(end)
        if found < 0:
            return None
        whole = bytes(self._read[:found])
        del self._read[: found + len(end)]
        return whole

    def _answer(self, whole: bytes) -> bytes:
        if self._in_data:
            self._in_data = False
            self._note(whole)
            return b"250 taken\r\n"
        verb = whole[:4].upper()
        if verb == b"RCPT":
            self._to = whole.partition(b"<")[2].partition(b">")[0]
        self._in_data = verb == b"DATA"
        return {b"EHLO": _HELLO, b"DATA": b"354 go on\r\n", b"QUIT": b"221 goodbye\r\n"}.get(
            verb, b"250 ok\r\n"
        )

    def _note(self, mail: bytes) -> None:
        name = mail.partition(_ID)[2].partition(b"\r\n")[0]
        words = (self._to, name, print_of(_STUFFED_DOT.sub(b"", mail) + b"\r\n").encode())
        os.write(self._log, b" ".join(words).ljust(LINE - 1) + b"\n")


def print_of(mail: bytes) -> str:
    """What tells one mail from every other, to the byte."""
    return hashlib.sha256(mail).hexdigest()


async def _main() -> None:
    log = os.open(Path(sys.argv[1]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Session(log), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
