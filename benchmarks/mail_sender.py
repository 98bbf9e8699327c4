"""Sends what waits in a store, in a process of its own: ``STORE``. Prints the seconds and the peak memory in MB.

A process of its own shows what sending alone takes; the clock runs from the first claim to the last record.
Before it, as a worker, it says in the store that it is there, which loads SQLAlchemy.
"""

from __future__ import annotations

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
    with store.write() as unit:
        unit.outbox.report_worker("benchmark", "")
        unit.commit()
    collect_seldom()
    ways = Ways(SmtpChannel, _no_folder, lambda: None)
    with ThreadPoolExecutor(2) as lane:
        deliverer = Deliverer(store, ways, "benchmark", lane=lane)
        start = time.perf_counter()
        while not (report := deliverer.step()).was_idle:
            assert not report.trouble, report.trouble
        deliverer.close()
    seconds = time.perf_counter() - start
    store.close()
    print(seconds, peak_mb())


if __name__ == "__main__":
    main(sys.argv[1])
