"""Starts a window in a process of its own and prints when it was painted: ``start_probe.py bare|STORE``.

``window`` is the first paint, ``rows`` the first paint of a table with rows, and ``answering`` the
paint that follows a press of the key Down, sent as soon as the rows are there. Times are those of
``time.monotonic``, which this process shares with the one that started it.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

_Index = QModelIndex | QPersistentModelIndex


class _Watch(QObject):
    """Sees the first paint of a main window, of a table with rows, and after a key, each when it is done."""

    def __init__(self, *, rows_are_awaited: bool) -> None:
        super().__init__()
        self._awaited = {"window", "rows", "answering"} if rows_are_awaited else {"window"}
        self._painted: set[str] = set()
        self._place_before = -2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            if isinstance(watched.window(), QMainWindow):
                self._see("window")
            table = watched.parent()
            if isinstance(table, QTableView) and watched is table.viewport() and table.model().rowCount():
                self._see("rows", table)
                if self._place_before not in {-2, table.currentIndex().row()}:
                    self._see("answering")
        return False

    def _see(self, what: str, table: QTableView | None = None) -> None:
        if what not in self._painted:
            self._painted.add(what)
            QTimer.singleShot(0, lambda: self._tell(what, table))

    def _tell(self, what: str, table: QTableView | None) -> None:
        print(what, time.monotonic(), flush=True)
        self._awaited.discard(what)
        if what == "rows" and table is not None:
            self._press(table)
        if not self._awaited:
            QApplication.quit()

    def _press(self, table: QTableView) -> None:
        # Only here, so that a bare window is not charged for it.
        from PySide6.QtCore import Qt  # noqa: PLC0415
        from PySide6.QtGui import QKeyEvent  # noqa: PLC0415

        self._place_before = table.currentIndex().row()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
            QApplication.postEvent(table, key)


class _EmptyItemModel(QAbstractTableModel):
    """A table of four columns without rows."""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 4


def _bare(app: QApplication) -> None:
    window = QMainWindow()
    table = QTableView()
    table.setModel(_EmptyItemModel(table))
    window.setCentralWidget(table)
    window.resize(1100, 700)
    window.show()
    app.exec()


if __name__ == "__main__":
    watched_app = QApplication(sys.argv[:1])
    watch = _Watch(rows_are_awaited=sys.argv[1] != "bare")
    watched_app.installEventFilter(watch)
    if sys.argv[1] == "bare":
        _bare(watched_app)
    else:
        # Only here, so that a bare window is not charged for it.
        from desktop.cli import main

        main(["gui", "--store", sys.argv[1]])
