"""Sends what waits in a store, in a process of its own: ``STORE``. Prints the seconds and the peak memory in MB.

A process of its own shows what sending alone takes; the clock runs from the first claim to the last record.
"""

from __future__ import annotations

import resource
import sys
import time

from desktop.channels.mail import MailChannel
from desktop.channels.smtp import SmtpChannel
from desktop.services.delivering import Deliverer
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


def _no_folder() -> MailChannel:
    raise AssertionError("the store names a mail server")


def main(place: str) -> None:
    """Send until nothing is due."""
    store = open_store(StoreAddress.parse(place))
    ways = Ways(SmtpChannel, _no_folder, lambda: None)
    deliverer = Deliverer(store, ways, "benchmark")
    start = time.perf_counter()
    while not (report := deliverer.step()).was_idle:
        assert not report.trouble, report.trouble
    deliverer.close()
    seconds = time.perf_counter() - start
    store.close()
    # Linux counts in KiB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


if __name__ == "__main__":
    main(sys.argv[1])
