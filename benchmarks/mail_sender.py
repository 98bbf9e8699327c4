"""Sends what waits in a store, in a process of its own: ``STORE``. Prints the seconds and the peak memory in MB.

A process of its own shows what sending alone takes; the clock runs from the first claim to the last record.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
    with ThreadPoolExecutor(2) as lane:
        deliverer = Deliverer(store, ways, "benchmark", lane=lane)
        start = time.perf_counter()
        while not (report := deliverer.step()).was_idle:
            assert not report.trouble, report.trouble
        deliverer.close()
    seconds = time.perf_counter() - start
    store.close()
    print(seconds, _peak_mb())


def _peak_mb() -> float:
    """The most memory that this process took.

    On Linux not as ``getrusage`` has it: there a process begins with the peak of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 2**10
    # macOS counts in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(sys.argv[1])
