"""Takes a file of the feed into a store that holds its accounts: prints the seconds, records, and most memory in MB.

The memory is that of this process and of the one that reads beside it, each at its most.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.memory import peak_mb, peak_of_children_mb
from desktop.services.ingesting import ingest_file
from desktop.services.office import users_of
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


def main(file: str, address: str) -> None:
    """Print the figures as JSON."""
    store = open_store(StoreAddress.parse(address))
    beside = 0.0

    def look(_read: int, _taken: int) -> None:
        nonlocal beside
        beside = max(beside, peak_of_children_mb())

    start = time.perf_counter()
    report = ingest_file(store, users_of(store)[0], Path(file), look)
    seconds = time.perf_counter() - start
    assert not report.refused, list(report.faults)[:3]
    store.close()
    print(json.dumps([seconds, report.taken, peak_mb() + beside]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
