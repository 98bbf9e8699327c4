"""A mail server in a process of its own, which outlives whoever sends: ``LOG``. Prints its port."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session


class Sink:
    """Notes the recipient of every mail it takes, before it says so."""

    def __init__(self, log: Path) -> None:
        self._log = log

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        with self._log.open("a") as log:
            log.write("".join(f"{to}\n" for to in envelope.rcpt_tos))
        return "250 OK"


async def main() -> None:
    sink = Sink(Path(sys.argv[1]))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="mail.example"), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


asyncio.run(main())
