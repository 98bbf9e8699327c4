"""Starts the program in a process of its own and prints what it had loaded and asked of its store by then.

One line of JSON for the first paint of the window, and one for that of a table with rows.
"""

from __future__ import annotations

import importlib
import json
import linecache
import sys
from typing import Any

import desktop.commands.gui  # noqa: F401 - before Qt, as on a desk
from desktop.cli import main

_asked = {"statements": 0, "steps": 0}


def _count(what: str, by: int = 1) -> None:
    _asked[what] += by


def _count_what_is_asked() -> None:
    """SQLite itself tells of statements, and of each step of its machine."""
    sqlite3: Any = importlib.import_module("sqlite3")
    connect = sqlite3.connect

    def counted(*args: Any, **options: Any) -> Any:
        connection = connect(*args, **options)
        connection.set_trace_callback(lambda _statement: _count("statements"))
        connection.set_progress_handler(lambda: _count("steps"), 1)
        return connection

    sqlite3.connect = counted


def _listing() -> dict[str, Any]:
    return {"modules": sorted(sys.modules), "sources": sorted(linecache.cache), **_asked}


from PySide6.QtCore import QEvent, QObject  # noqa: E402 - not before what comes first on a desk, too
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget  # noqa: E402


class _Watch(QObject):
    """Sees the two paints, and ends the program after the second."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            if isinstance(watched.window(), QMainWindow):
                self._see("window")
            table = watched.parent()
            if isinstance(table, QTableView) and watched is table.viewport() and table.model().rowCount():
                self._see("rows")
                QApplication.quit()
        return False

    def _see(self, paint: str) -> None:
        if paint not in self._seen:
            self._seen.add(paint)
            print(json.dumps({paint: _listing()}), flush=True)  # noqa: T201 - read by the test
            if paint == "window":
                # Not sooner, for the store must not have been asked anything yet.
                _count_what_is_asked()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    watch = _Watch()
    app.installEventFilter(watch)
    main(["gui", "--store", sys.argv[1]])
