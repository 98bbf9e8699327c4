"""From starting the process to a painted window, painted rows and an answered key, beside a bare window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.postgres_server import come_to_rest, postgres_server
from benchmarks.sample_store import sample_store
from desktop.services.sample.filling import fill_sample_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

NAME = "Start"
_PEER = "a bare PySide6 window with an empty table"
_OURS, _BARE = "benchmarks.start_probe", "benchmarks.start_peer"
_ROOT = Path(__file__).parent.parent
_SIZES = (1_000, 1_000_000)
_TIMES, _SHORT_TIMES = 9, 2
_LONGEST_S = 300
_ACCOUNTS = 2_000
_SEEN = {"window": "window painted", "rows": "rows painted", "answering": "a key answered"}


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Both kinds of store, small and large."""
    sizes = _SIZES[:1] if short else _SIZES
    times = _SHORT_TIMES if short else _TIMES
    figures = []
    for size in sizes:
        figures += _figures(str(sample_store(size)), f"{size:,} messages on SQLite", times)
    for size in sizes:
        with postgres_server() as url:
            store = open_store(StoreAddress.parse(url))
            fill_sample_office(store, accounts=_ACCOUNTS, messages=size)
            store.close()
            come_to_rest(url)
            figures += _figures(url, f"{size:,} messages on PostgreSQL", times)
    return figures


def _figures(store: str, of: str, times: int) -> list[Figure]:
    """Ours and the peer in turn, so that what else the computer does meets both."""
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as home:
        # The first start of a day makes the day's backup, and the first of all compiles the program.
        for words in ((_OURS, store), (_BARE,)):
            _started(home, *words)
        pairs = [(_started(home, _OURS, store), _started(home, _BARE)) for _ in range(times)]
    bare = median(peer["window"] for _, peer in pairs)
    return [
        Figure(f"Start to {words}, {of}", median(own[what] for own, _ in pairs), _PEER, bare, "ms")
        for what, words in _SEEN.items()
    ]


def _started(home: str, module: str, *words: str) -> dict[str, float]:
    """Milliseconds from the start of the process to each paint."""
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), home)
    # Compiled once and kept, as an installed program is.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(home, "compiled"))}
    surroundings = {
        **os.environ, **folders, **compiled, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)
    }  # fmt: skip
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=surroundings, capture_output=True, text=True, check=True, timeout=_LONGEST_S,
    )  # fmt: skip
    lines = (line.split() for line in done.stdout.splitlines())
    return {words[0]: (float(words[1]) - start) * 1000 for words in lines}
