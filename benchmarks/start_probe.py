"""Starts the program in a process of its own, as a person does, and prints when it was painted: ``start_probe.py STORE``.

``window`` is the first paint, ``rows`` the first paint of a table with rows, and ``answering`` the
paint that follows a press of the key Down, sent as soon as the rows are there. Times are those of
``time.monotonic``, which this process shares with the one that started it.
"""

from __future__ import annotations

import sys
from typing import Any

from desktop.cli import main
from desktop.commands import gui

_kept: list[Any] = []
_load_qt = gui.load_qt


def _load_qt_and_watch() -> None:
    """When the program loads Qt, its application is made and watched: not sooner, for nothing of Qt is there."""
    _load_qt()
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from benchmarks.start_watch import StartWatch  # noqa: PLC0415

    app = QApplication(sys.argv[:1])
    _kept.extend((app, StartWatch(app, rows_are_awaited=True)))


if __name__ == "__main__":
    gui.load_qt = _load_qt_and_watch
    main(["gui", "--store", sys.argv[1]])
