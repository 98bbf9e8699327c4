"""Shows the pages of a long list to Qt, and moves from one sight of it to the next by id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.views.lists.column import Align, Column
from desktop.views.lists.edits import Edit, EditKind, edits
from desktop.views.lists.pages import PAGE, Pages
from desktop.views.lists.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")
_ANY_INDEX = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_KEPT_PAGES = 60
_MOST_EDITS = 50
# Qt asks of every cell it paints for fonts, colours and more that no row has.
_ANSWERED = frozenset(
    {
        int(role)
        for role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.TextAlignmentRole,
            *Role,
        )
    }
)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
ALIGNS = {
    Align.START: Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
    Align.END: Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter,
}


class RowsItemModel(QAbstractTableModel, Generic[Row]):
    """Roles are those of ``Role``; a row that is not in memory answers nothing but perhaps its id.

    ``_show`` takes another sight of the list: as single rows put in and taken out where the whole
    list is in memory, else as rows moved, with persistent indexes following their ids.
    """

    about_to_arrange = Signal()
    arranged = Signal(int, int)  # rows may have moved: place of the row at the top before, and now

    def __init__(
        self, columns: Sequence[Column[Row]], id_of: Callable[[Row], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.id_of = id_of
        self.drag_type = ""
        """The MIME type under which the ids of dragged rows are handed over; empty where none are dragged."""
        self._pages = self._new_pages()
        self._pages.exact = True
        self._count = 0
        self._window = (0, 0)

    def rowCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _ANY_INDEX = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _ANY_INDEX) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS | Qt.ItemFlag.ItemIsDragEnabled if self.drag_type else _FLAGS

    def mimeTypes(self) -> list[str]:
        return [self.drag_type] if self.drag_type else []

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the rows, as a JSON list."""
        places = sorted({index.row() for index in indexes})
        ids = [row_id for place in places if (row_id := self.id_at(place)) is not None]
        data = QMimeData()
        data.setData(self.drag_type, json.dumps(ids).encode())
        return data

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNS[column.align]
        row = self._pages.row(index.row())
        if row is None:
            return self._pages.id_at(index.row()) if role == Role.ID else None
        return self._fact(row, column, role)

    def _fact(self, row: Row, column: Column[Row], role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return column.whole_text(row)
            case Role.ID:
                return self.id_of(row)
            case Role.FACT:
                return column.fact(row)
            case Role.ROW:
                return row
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNS[self.columns[section].align]
        return None

    @property
    def total(self) -> int:
        """Rows that pass the filter; a lower bound while not ``exact``."""
        return self._count

    @property
    def exact(self) -> bool:
        return self._pages.exact

    def id_at(self, place: int) -> int | None:
        return self._pages.id_at(place)

    def place_of(self, row_id: int) -> int | None:
        """Where an id stands, or None where that is not known."""
        return self._pages.place_of(row_id)

    def row_at(self, place: int) -> Row | None:
        return self._pages.row(place)

    def _new_pages(self) -> Pages[Row]:
        return Pages(PAGE, _KEPT_PAGES, self.id_of)

    def _show(self, new: Pages[Row]) -> None:
        """From what is shown to ``new``, which is whole and not shown yet."""
        old, top = self._pages, self._window[0]
        top_id = old.id_at(top)
        self.about_to_arrange.emit()
        changes = edits(old.ids(), new.ids()) if old.complete and new.complete else None
        if changes is not None and len(changes) <= _MOST_EDITS:
            self._edit(changes, new)
        elif self._stays(new):
            self._resize(new)
        else:
            self._rearrange(new)
        self._tell_differences(old, new)
        found = None if top_id is None else new.place_of(top_id)
        now = top if found is None else found
        self._window = (now, self._window[1] + now - top)
        self.arranged.emit(top, now)

    def _edit(self, changes: Sequence[Edit], new: Pages[Row]) -> None:
        rows = list(self._pages.rows())
        come = new.rows()
        for edit in changes:
            if edit.kind is EditKind.REMOVE:
                self.beginRemoveRows(QModelIndex(), edit.first, edit.last)
                del rows[edit.first : edit.last + 1]
                self._hold(rows)
                self.endRemoveRows()
            else:
                self.beginInsertRows(QModelIndex(), edit.first, edit.last)
                rows[edit.first : edit.first] = come[edit.first : edit.last + 1]
                self._hold(rows)
                self.endInsertRows()
        self._pages = new

    def _hold(self, rows: Sequence[Row]) -> None:
        self._pages = self._new_pages()
        self._pages.put_run(0, rows)
        self._pages.measure(len(rows), (), {}, exact=True)
        self._count = len(rows)

    def _stays(self, new: Pages[Row]) -> bool:
        """Whether every row known stands where it stood, as far as anybody holds on to it."""
        old = self._pages
        if any(old.page_ids(page) != new.page_ids(page) for page in old.loaded if page in new.loaded):
            return False
        held = {index.row() for index in self.persistentIndexList()} | {self._window[0]}
        return all(
            place < new.total and (row_id := old.id_at(place)) is not None and new.place_of(row_id) == place
            for place in held
            if place < old.total
        )

    def _resize(self, new: Pages[Row]) -> None:
        """Only the end of the list is elsewhere."""
        before, self._pages = self._count, new
        if new.total > before:
            self.beginInsertRows(QModelIndex(), before, new.total - 1)
            self._count = new.total
            self.endInsertRows()
        elif new.total < before:
            self.beginRemoveRows(QModelIndex(), new.total, before - 1)
            self._count = new.total
            self.endRemoveRows()

    def _rearrange(self, new: Pages[Row]) -> None:
        """Grow first and shrink last, so that no index is invalid while rows move."""
        old = self._pages
        if new.total > self._count:
            self.beginInsertRows(QModelIndex(), self._count, new.total - 1)
            self._count = new.total
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._pages = new
        self.changePersistentIndexList(before, [self._moved(index, old, new) for index in before])
        self.layoutChanged.emit()
        self._resize(new)

    def _moved(self, index: QModelIndex, old: Pages[Row], new: Pages[Row]) -> QModelIndex:
        row_id = old.id_at(index.row())
        place = None if row_id is None else new.place_of(row_id)
        return QModelIndex() if place is None else self.createIndex(place, index.column())

    def _tell_differences(self, old: Pages[Row], new: Pages[Row]) -> None:
        """One signal about the rows that stayed and say something else, and those not in memory before."""
        places = [
            place
            for page in new.loaded
            for place in range(page * PAGE, min((page + 1) * PAGE, new.total))
            if self._differs(place, old, new)
        ]
        if places:
            self._tell_changed(min(places), max(places))

    def _differs(self, place: int, old: Pages[Row], new: Pages[Row]) -> bool:
        row_id = new.id_at(place)
        before = None if row_id is None else old.place_of(row_id)
        return before is None or old.row(before) != new.row(place)

    def _tell_changed(self, first: int, last: int) -> None:
        if self._count and first <= last:
            last = min(last, self._count - 1)
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
