"""Sends what waits in a store, in a process of its own: ``STORE``. Prints when it began and ended, and its peak in MB.

A process of its own shows what sending alone takes; it begins with the first claim and ends with the last record,
in seconds of the clock that all processes of a computer share. Before it, as a worker, it says in the store that it
is there, which loads SQLAlchemy.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.memory import peak_mb
from desktop.channels.mail import MailChannel
from desktop.channels.smtp import SmtpChannel
from desktop.collecting import collect_seldom
from desktop.services.delivering import Deliverer
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


def _no_folder() -> MailChannel:
    raise AssertionError("the store names a mail server")


def main(place: str) -> None:
    """Send until nothing is due."""
    store = open_store(StoreAddress.parse(place))
    holder = f"benchmark-{os.getpid()}"
    with store.write() as unit:
        unit.outbox.report_worker(holder, "")
        unit.commit()
    collect_seldom()
    ways = Ways(SmtpChannel, _no_folder, lambda: None)
    with ThreadPoolExecutor(2) as lane:
        deliverer = Deliverer(store, ways, holder, lane=lane)
        start = time.monotonic()
        while not (report := deliverer.step()).was_idle:
            assert not report.trouble, report.trouble
        deliverer.close()
    end = time.monotonic()
    store.close()
    print(start, end, peak_mb())


if __name__ == "__main__":
    main(sys.argv[1])
