"""The peer of a start: a bare PySide6 window with an empty table, which prints when it was painted."""

from __future__ import annotations

import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.start_watch import StartWatch

_Index = QModelIndex | QPersistentModelIndex


class _EmptyItemModel(QAbstractTableModel):
    """A table of four columns without rows."""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 4


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    watch = StartWatch(app, rows_are_awaited=False)
    window = QMainWindow()
    table = QTableView()
    table.setModel(_EmptyItemModel(table))
    window.setCentralWidget(table)
    window.resize(1100, 700)
    window.show()
    app.exec()
