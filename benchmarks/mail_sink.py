"""A mail server that takes every mail and keeps none, in a process of its own.

Debian's ``smtp-sink`` (package postfix) where it is installed, else this module run as a program.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
_ANSWERS = {
    b"EHLO": b"250-sink.example\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 goodbye\r\n",
}
_TAKEN = b"250 taken\r\n"
_PATIENCE_S = 30.0


@contextmanager
def mail_sink() -> Iterator[tuple[str, int]]:
    """What takes the mails, and the port it listens on."""
    port = _free_port()
    program = shutil.which("smtp-sink")
    as_root = os.name != "nt" and os.geteuid() == 0
    command = [program, *(["-u", "nobody"] if as_root else []), f"{HOST}:{port}", "100"] if program else []
    process = subprocess.Popen(command or [sys.executable, "-m", "benchmarks.mail_sink", str(port)])
    try:
        _wait_for(process, port)
        yield ("smtp-sink" if program else "a sink of 60 lines"), port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind((HOST, 0))
        port: int = held.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _PATIENCE_S
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as attempt:
            if attempt.connect_ex((HOST, port)) == 0:
                return
    raise TimeoutError("the mail sink did not begin to listen")


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_take, HOST, port, limit=2**20)
    await server.serve_forever()


async def _take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink.example\r\n")
    while line := await reader.readline():
        verb = line[:4].upper().rstrip()
        writer.write(_ANSWERS.get(verb, _TAKEN))
        if verb == b"QUIT":
            break
        if verb == b"DATA":
            await reader.readuntil(b"\r\n.\r\n")
            writer.write(_TAKEN)
    writer.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
