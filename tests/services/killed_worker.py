"""A worker in a process of its own, so that a test can kill it: ``STORE WAY LATER_S``.

The way is the port of a mail server on this computer, or a folder.
"""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from pathlib import Path

from desktop.channels.mail import MailChannel
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.services import worker
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.store.store import utc_now


class Counting(MailFolder):
    """Notes every mail handed over, by appending a line, so that a second one would be seen."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._log = folder.with_suffix(".log")

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        with self._log.open("a") as log:
            log.write(f"{to}\n")
        return super().send(envelope_from, to, raw, label)


def main() -> None:
    url, way, later = sys.argv[1], sys.argv[2], timedelta(seconds=float(sys.argv[3]))

    def smtp(server: MailServer, password: str) -> SmtpChannel:
        return SmtpChannel(server, password)

    def not_set_up() -> MailChannel:
        if way.isdigit():
            return SmtpChannel(MailServer("127.0.0.1", int(way), MailSecurity.NONE))
        return Counting(Path(way))

    store = open_store(StoreAddress.parse(url), clock=lambda: utc_now() + later)
    ways = Ways(smtp, not_set_up, lambda: None)
    worker.run(store, ways, threading.Event(), once=True)
    store.close()


main()
