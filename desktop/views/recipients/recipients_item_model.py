"""Gives a table the recipients that match: it asks for visible rows, and only those are made."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.language import tr
from desktop.views.recipients.recipient_role import RecipientRole

if TYPE_CHECKING:
    from desktop.views.recipients.recipient_choice import RecipientChoice

_Index = QModelIndex | QPersistentModelIndex
_Item = Qt.ItemDataRole


class Column(enum.IntEnum):
    """The columns, in the order they are shown."""

    NUMBER = 0
    TITLE = 1
    EMAIL = 2
    USERNAME = 3


class RecipientsItemModel(QAbstractTableModel):
    """A new filter is a new list; what grows behind a shown page is added at its end."""

    def __init__(self, choice: RecipientChoice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._rows = 0
        self._place = -1
        self._texts = ("", "", "", "")
        choice.listed.connect(self._on_listed)
        choice.grew.connect(self._on_grew)
        choice.ticked.connect(self._on_ticked)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Item.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != _Item.DisplayRole:
            return None
        return (tr("Account number"), tr("Account title"), tr("E-mail"), tr("User name"))[section]

    def data(self, index: _Index, role: int = _Item.DisplayRole) -> Any:
        place, column = index.row(), index.column()
        if not index.isValid() or place >= self._rows:
            return None
        match role:
            case RecipientRole.TICKED:
                return self._choice.is_ticked(place)
            case _Item.DisplayRole:
                return self.text(place, column)
            case _Item.AccessibleTextRole:
                return self._spoken(place, column)
            case _:
                return None

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the filter, to be marked."""
        return self._choice.words

    def is_ticked(self, place: int) -> bool:
        return self._choice.is_ticked(place)

    def is_excluded(self, place: int) -> bool:
        return self._choice.is_excluded(place)

    def text(self, place: int, column: int) -> str:
        if place != self._place:
            # A row is painted cell by cell, and its line is kept packed.
            line = self._choice.line(place)
            self._place, self._texts = place, (line.number, line.title, line.email, line.username)
        return self._texts[column]

    def _spoken(self, place: int, column: int) -> str:
        if column != Column.NUMBER:
            return self.text(place, column)
        line = self._choice.line(place)
        ticked, unticked = tr("{number} {title}, selected"), tr("{number} {title}, not selected")
        words = ticked if self.is_ticked(place) else unticked
        if self.is_excluded(place):
            words = tr("{number} {title}, excluded")
        return words.format(number=line.number, title=line.title)

    def _on_listed(self) -> None:
        self.beginResetModel()
        self._place = -1
        self._rows = self._choice.found
        self.endResetModel()

    def _on_grew(self, rows: int) -> None:
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def _on_ticked(self) -> None:
        if self._rows:
            corner = self.index(self._rows - 1, Column.NUMBER)
            self.dataChanged.emit(self.index(0, Column.NUMBER), corner, [RecipientRole.TICKED])
