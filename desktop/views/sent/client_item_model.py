"""What a client finds, as rows: the subject and when it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_ANY_INDEX = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ClientItemModel(QAbstractTableModel):
    """``rows`` are moments with one line of words; a moment is put in words by ``shortly``."""

    def __init__(
        self, rows: Sequence[tuple[datetime, str]], shortly: Callable[[datetime], str], title: str
    ) -> None:
        super().__init__()
        self._rows = rows
        self._shortly = shortly
        self._titles = (tr("Date/Time"), title)

    def rowCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        moment, words = self._rows[index.row()]
        return self._shortly(moment) if index.column() == 0 else words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None
