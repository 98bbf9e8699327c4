"""Imports a file twice into a new store and prints the seconds of both, and the most memory it took, in MB."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.memory import peak_mb
from desktop.models.imports import ImportKind
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


def main(file: str, address: str) -> None:
    """Print the figures as JSON."""
    store = open_store(StoreAddress.parse(address))
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        report = import_file(store, actor, ImportKind.ACCOUNTS, Path(file))
        seconds.append(time.perf_counter() - start)
        assert report.written, report.faults[:3]
    store.close()
    print(json.dumps([*seconds, peak_mb()]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
