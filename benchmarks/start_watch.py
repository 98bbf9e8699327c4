"""Sees the paints of a window that starts, each when it is done, and prints when that was."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget


class StartWatch(QObject):
    """Of a main window, of a table with rows, and after a key; ends the program when it has seen them."""

    def __init__(self, app: QApplication, *, rows_are_awaited: bool) -> None:
        super().__init__()
        self._awaited = {"window", "rows", "answering"} if rows_are_awaited else {"window"}
        self._painted: set[str] = set()
        self._place_before = -2
        app.installEventFilter(self)

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
