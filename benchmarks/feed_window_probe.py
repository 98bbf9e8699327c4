"""Opens the program on an embedded store and drops a file of the feed into its folder: ``feed_window_probe.py STORE FILE``.

The window is used meanwhile: a key goes down the list each half second. Prints the seconds until the file
was taken, the longest time in milliseconds that the window stood still till some seconds after, and the most
memory in MB.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.memory import peak_mb
from benchmarks.screen import stalls, wait_until
from desktop.app import Program, application
from desktop.services.feed.feed_place import FeedChoices, save_feed_choices
from desktop.store.address import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY_MS = 500
_DAYS = 30
_REST_S = 3.0
_INDEXING_S = 5.0


def main(address: str, file: str) -> None:
    """Print the figures as JSON."""
    app = application()
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ[name] = home
        program = Program(app, StoreAddress.parse(address), wants_sample=False)
        program.start()
        wait_until(lambda: program.session is not None and program.session.desk.is_known)
        print(json.dumps(_taken(program, Path(home) / "feed", Path(file))))
        program.stop()


def _taken(program: Program, folder: Path, file: Path) -> tuple[float, float, float]:
    assert program.session is not None
    desk = program.session.desk
    rested = time.perf_counter() + _REST_S
    wait_until(lambda: time.perf_counter() > rested and not desk.jobs.busy)
    save_feed_choices(desk.store, desk.actor, FeedChoices(str(folder), _DAYS), make=True)
    shutil.copyfile(file, folder / "feed.part")
    report = folder / "done" / f"{file.name}.report.txt"
    start = time.perf_counter()
    (folder / "feed.part").rename(folder / file.name)
    with stalls() as gaps, _keys():
        wait_until(report.exists)
        taken = time.perf_counter()
        # The words of the messages go into the index of a search from now on.
        wait_until(lambda: time.perf_counter() > taken + _INDEXING_S)
    return taken - start, max(gaps), peak_mb()


@contextmanager
def _keys() -> Iterator[None]:
    """Somebody goes down whatever list is in view."""

    def press() -> None:
        for table in QApplication.allWidgets():
            if isinstance(table, QTableView) and table.isVisible():
                key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
                QApplication.postEvent(table, key)

    clock = QTimer(interval=_KEY_MS)
    clock.timeout.connect(press)
    clock.start()
    yield
    clock.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
