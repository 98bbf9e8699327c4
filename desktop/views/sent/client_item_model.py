"""What a client finds, as rows: the subject and when it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_ANY_INDEX = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ClientItemModel(QAbstractTableModel):
    """``shortly`` puts a moment in words; the words of a row are one line."""

    def __init__(self, shortly: Callable[[datetime], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shortly = shortly
        self._rows: Sequence[tuple[datetime, str]] = ()
        self._title = ""

    def show_rows(self, rows: Sequence[tuple[datetime, str]], title: str) -> None:
        """Other rows, with nothing in common with those before; ``title`` is that of their words."""
        self.beginResetModel()
        self._rows, self._title = rows, title
        self.endResetModel()

    def rowCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        moment, words = self._rows[index.row()]
        return self._shortly(moment) if index.column() == 0 else words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr("Date/Time") if section == 0 else self._title
        return None
