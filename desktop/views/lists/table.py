"""The table of a list: rows chosen, all of them at once if need be, and opened by keyboard or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QDrag, QGuiApplication, QKeyEvent, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.views.lists.cell import CellDelegate
from desktop.views.lists.drag_picture import drag_picture
from desktop.views.lists.pages import PAGE
from desktop.views.lists.plain_rows import PlainRows
from desktop.views.lists.selection import RowSelection
from desktop.views.lists.title_header import TitleHeader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from desktop.views.lists.paged import PagedItemModel

_INDEX = QModelIndex | QPersistentModelIndex
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Key = Qt.Key
_MOVING = (_Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown)
_FLAG = QItemSelectionModel.SelectionFlag
_BY_ITSELF = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
_Move = QAbstractItemView.CursorAction


class RowTable(QTableView):
    """All is a state, not a selection: a selection of all rows would ask about every cell."""

    selection_changed = Signal()
    row_opened = Signal(object)  # id
    current_row_changed = Signal(object)  # id, or None
    keyboard_came = Signal()  # not with a press of the mouse, which chooses by itself
    window_moved = Signal(int, int)  # first and last place in view
    _has_size = False

    def __init__(self, model: PagedItemModel[Any], row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.all_chosen = False
        self.drag_words: Callable[[int], str] = "{:,}".format
        self._except: set[int] = set()
        self._known: RowSelection | None = None
        self._end_pressed: Qt.KeyboardModifier | None = None
        self._build(row_height)
        self.setHorizontalHeader(TitleHeader(lambda section: model.columns[section].sortable, self))
        self.setModel(model)
        model.is_on_screen = self.isVisible
        self._plain_rows = PlainRows(model.columns)
        self.setItemDelegate(CellDelegate(model, self._is_chosen, self))
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        for learnt in (model.rows_read, model.ids_read, model.arranged):
            learnt.connect(self._on_learnt)
        model.arranged.connect(self._on_arranged)
        model.opened.connect(self._forget_end)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _build(self, row_height: int) -> None:
        self.setObjectName("rows")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # A bar that appears with the rows has all of them painted twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(row_height)

    def set_row_height(self, height: int) -> None:
        """In pixels; the same for all rows."""
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)

    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    # Choosing

    def selection(self) -> RowSelection:
        """Kept until something else is chosen: naming many rows takes a while."""
        if self._known is None:
            self._known = self._all_but() if self.all_chosen else self._named()
        return self._known

    def _all_but(self) -> RowSelection:
        count = max(self._rows.total - len(self._except), 0)
        return RowSelection(True, except_ids=frozenset(self._except), count=count)

    def _named(self) -> RowSelection:
        places = self.chosen_places()
        found = frozenset(row_id for place in places if (row_id := self._rows.id_at(place)) is not None)
        return RowSelection(ids=found, count=len(places), reading=len(found) < len(places))

    def chosen_places(self) -> Sequence[int]:
        """Places of the rows Qt holds as selected, in order."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        if len(parts) == 1:
            return range(parts[0].top(), parts[0].bottom() + 1)
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def _reaches_all(self) -> bool:
        """Whether the rows of a long list were chosen from end to end, say by Shift and End."""
        chosen = self.selectionModel().selection()
        total = self._rows.total
        if chosen.count() != 1 or total <= PAGE or not self._rows.exact:
            return False
        return (chosen.at(0).top(), chosen.at(0).bottom()) == (0, total - 1)

    def _on_learnt(self, *_facts: object) -> None:
        self._known = None

    def selectRow(self, row: int) -> None:
        """This one and no other. Qt would add it to the others while Ctrl or Shift is held, say for a shortcut."""
        if not QGuiApplication.keyboardModifiers():
            super().selectRow(row)
        else:
            index = self._rows.index(row, max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect | _FLAG.Rows)

    def selectAll(self) -> None:
        self._except.clear()
        self.all_chosen = True
        self.selectionModel().clearSelection()
        self._told()

    def clearSelection(self) -> None:
        self.forget_all()
        super().clearSelection()

    def forget_all(self) -> None:
        """No longer all; Qt's own selection stays as it is."""
        if self.all_chosen:
            self.all_chosen = False
            self._except.clear()
            self._told()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not selected.isEmpty():
            self.all_chosen = False
            self._except.clear()
        if self._reaches_all():
            self.selectAll()
        elif not self.all_chosen:
            self._told()

    def _told(self) -> None:
        self._known = None
        self.viewport().update()
        self.selection_changed.emit()

    def _is_chosen(self, index: _INDEX) -> bool:
        return self.all_chosen and self._rows.id_at(index.row()) not in self._except

    def _toggle(self, index: QModelIndex) -> None:
        row_id = self._rows.id_at(index.row())
        if row_id is not None:
            self._except ^= {row_id}
            self.selectionModel().setCurrentIndex(index, _FLAG.NoUpdate)
            self._told()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _BY_ITSELF:
            self.keyboard_came.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._forget_end()
        index = self.indexAt(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.all_chosen and index.isValid() and left and adding:
            self._toggle(index)
        elif self.all_chosen and event.button() is Qt.MouseButton.RightButton:
            event.accept()  # a menu for all of them must not choose one of them first
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._open_row(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_early = event.key() == Qt.Key.Key_End and not self._rows.exact
        self._end_pressed = event.modifiers() if is_early else None
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _OPENING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open_current_row()
        elif event.key() == Qt.Key.Key_Escape and self.all_chosen:
            self.forget_all()
        elif event.key() == Qt.Key.Key_Space and self.all_chosen and adding:
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)
            self._choose_where_it_stands(event)

    def _choose_where_it_stands(self, event: QKeyEvent) -> None:
        """The focus makes a row current without choosing it; a key that stays on it does choose it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        stands = self.currentIndex().isValid() and not self.selectionModel().hasSelection()
        if plain and stands and event.key() in _MOVING:
            self.selectRow(self.currentIndex().row())

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End are the first and last row, not the first and last column of this one."""
        if action not in (_Move.MoveHome, _Move.MoveEnd):
            return super().moveCursor(action, modifiers)
        place = 0 if action is _Move.MoveHome else self._rows.total - 1
        return self._rows.index(place, max(self.currentIndex().column(), 0))

    def _forget_end(self) -> None:
        self._end_pressed = None

    def _on_arranged(self, *_places: int) -> None:
        """Until the list is counted, End leads to the last row that is known; then to the last there is."""
        if self._end_pressed is not None and self._rows.exact:
            QTimer.singleShot(0, self, self._press_end_again)

    def _press_end_again(self) -> None:
        if self._end_pressed is not None:
            self.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_End, self._end_pressed))

    def _open_current_row(self) -> None:
        if self.currentIndex().isValid():
            self._open_row(self.currentIndex())
        elif self._rows.total:
            self.selectRow(0)

    def _open_row(self, index: QModelIndex) -> None:
        row_id = self._rows.id_at(index.row()) if index.isValid() else None
        if row_id is not None:
            self.row_opened.emit(row_id)

    def _on_current_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for row in {current.row(), previous.row()} - {-1}:  # the edge that shows where the keyboard is
            self.viewport().update(0, self.rowViewportPosition(row), self.width(), self.rowHeight(row))
        self.current_row_changed.emit(self._rows.id_at(current.row()) if current.isValid() else None)

    # Dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag = self.drag()
        if drag is not None:
            drag.exec(actions, self.defaultDropAction())

    def drag(self) -> QDrag | None:
        """The rows that are chosen, as they are dragged: ``drag_words`` says how many they are."""
        chosen = self.selectedIndexes()
        if not chosen:
            return None
        drag = QDrag(self)
        drag.setMimeData(self._rows.mimeData(chosen))
        drag.setPixmap(drag_picture(self.drag_words(len(self.chosen_places())), self))
        return drag

    # What is in view

    def paintEvent(self, event: QPaintEvent) -> None:
        plain, others = self._apart(event.region())
        if not others.isEmpty():
            super().paintEvent(QPaintEvent(others))
        self._plain_rows.paint(self, plain)
        self._rows.on_painted()

    def _apart(self, region: QRegion) -> tuple[list[tuple[int, Any]], QRegion]:
        """Where each row begins that nothing sets apart, with its record; and the region of all others."""
        if self.all_chosen or not self.isEnabled():
            return [], region
        area = region.boundingRect()
        height, top = self.verticalHeader().defaultSectionSize(), self.verticalScrollBar().value()
        first, last = (top + area.top()) // height, min((top + area.bottom()) // height, self._rows.total - 1)
        current, is_chosen = self.currentIndex().row(), self.selectionModel().rowIntersectsSelection
        plain = []
        for place in range(first, last + 1):
            row, y = self._rows.row_at(place), place * height - top
            if row is None or place == current or is_chosen(place):
                continue
            plain.append((y, row))
            region = region.subtracted(QRect(0, y, area.right() + 1, height))
        return plain, region

    def window_in_view(self) -> tuple[int, int]:
        """First and last place in view, by arithmetic: every row has the same height."""
        height = max(self.verticalHeader().defaultSectionSize(), 1)
        top = self.verticalScrollBar().value()
        return top // height, (top + self.viewport().height()) // height

    def shift_rows(self, rows: int, offset: int) -> None:
        """Keep what was in view in view: ``offset`` is where the scroll bar stood before."""
        if rows and offset:
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(offset + rows * height)

    def _on_scrolled(self, _value: int) -> None:
        self.window_moved.emit(*self.window_in_view())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row that was just gone to stays in view, should there be less room for rows from now on."""
        self._has_size = True
        index, top = self.currentIndex(), self.verticalScrollBar().value()
        bottom = self.rowViewportPosition(index.row()) + self.rowHeight(index.row()) if index.isValid() else 0
        was_in_view = 0 < bottom <= event.oldSize().height()
        super().resizeEvent(event)
        beyond = bottom - self.viewport().height()
        if was_in_view and beyond > 0:
            self.verticalScrollBar().setValue(top + beyond)

    def updateGeometries(self) -> None:
        """Called by Qt when rows come, go, or the size changes; of use once there is a size."""
        if not self._has_size:
            return
        super().updateGeometries()
        if self._rows.total:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.window_moved.emit(*self.window_in_view())
