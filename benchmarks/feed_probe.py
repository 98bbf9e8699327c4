"""Takes a file of the feed into a store that holds its accounts: prints the seconds, records, and most memory in MB."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.memory import peak_mb
from desktop.services.ingesting import ingest_file
from desktop.services.office import users_of
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


def main(file: str, address: str) -> None:
    """Print the figures as JSON."""
    store = open_store(StoreAddress.parse(address))
    start = time.perf_counter()
    report = ingest_file(store, users_of(store)[0], Path(file))
    seconds = time.perf_counter() - start
    assert not report.refused, list(report.faults)[:3]
    store.close()
    print(json.dumps([seconds, report.taken, peak_mb()]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
