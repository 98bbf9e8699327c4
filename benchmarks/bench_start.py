"""From starting the process to a painted window and painted rows, beside a bare window of PySide6."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.sample_store import sample_store

NAME = "Start"
_PEER = "a bare PySide6 window with an empty table"
_PROBE = Path(__file__).with_name("start_probe.py")
_ROOT = _PROBE.parent.parent
_SIZES = (1_000, 1_000_000)
_TIMES, _SHORT_TIMES = 9, 2
_LONGEST_S = 300


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Ours and the peer in turn, so that what else the computer does meets both."""
    times = _SHORT_TIMES if short else _TIMES
    figures = []
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as home:
        for size in _SIZES[:1] if short else _SIZES:
            store = str(sample_store(size))
            _started(store, home)  # the first start of a day makes the day's backup
            pairs = [(_started(store, home), _started("bare", home)) for _ in range(times)]
            bare = median(peer["window"] for _, peer in pairs)
            of = f"{size:,} messages"
            for what, words in (("window", "window painted"), ("rows", "rows painted")):
                ours = median(own[what] for own, _ in pairs)
                figures.append(Figure(f"Start to {words}, {of}", ours, _PEER, bare, "ms"))
    return figures


def _started(what: str, home: str) -> dict[str, float]:
    """Milliseconds from the start of the process to each paint."""
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), home)
    surroundings = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(_PROBE), what],
        env=surroundings, capture_output=True, text=True, check=True, timeout=_LONGEST_S,
    )  # fmt: skip
    lines = (line.split() for line in done.stdout.splitlines())
    return {words[0]: (float(words[1]) - start) * 1000 for words in lines}
