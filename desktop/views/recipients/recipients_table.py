"""The list of recipients as hands expect it: Space ticks, Shift makes a range, typing filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.language import tr
from desktop.views.lists.title_header import TitleHeader
from desktop.views.recipients.recipient_delegate import RecipientDelegate
from desktop.views.recipients.recipients_item_model import Column
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from desktop.views.recipients.recipients_item_model import RecipientsItemModel

_Index = QModelIndex | QPersistentModelIndex
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier  # fmt: skip


class RecipientsTable(QTableView):
    """The current row and those between it and where Shift was first held are in hand.

    Qt's own selection is off: over a million rows it asks for every one of them.
    """

    toggled = Signal(int, int, int)  # first and last place in hand, and the current one
    typed = Signal(str)  # letters that belong to the filter
    left_upwards = Signal()

    def __init__(self, model: RecipientsItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = -1
        self._anchor = -1
        self.setModel(model)
        self._delegate = RecipientDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Open accounts"))
        self._build()
        model.modelReset.connect(self._on_model_reset)
        theme_of().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def is_in_hand(self, row: int) -> bool:
        """Whether Space would tick or untick this row."""
        current = self.currentIndex().row()
        if current < 0 or not self.hasFocus():
            return False
        return min(self._anchor, current) <= row <= max(self._anchor, current)

    def go_to(self, row: int, *, keep_anchor: bool = False) -> None:
        """Make ``row`` (or the nearest there is) the current one."""
        row = max(0, min(row, self.model().rowCount() - 1))
        if not keep_anchor:
            self._anchor = row
        self.setCurrentIndex(self.model().index(row, Column.NUMBER))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, shift = self.currentIndex().row(), bool(event.modifiers() & _SHIFT)
        target = self._target(event.key(), row)
        if event.modifiers() & _COMMANDS and target is None:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif event.key() == Qt.Key.Key_Up and row <= 0 and not shift:
            self.left_upwards.emit()
        elif target is not None:
            self.go_to(target, keep_anchor=shift)
        elif event.key() == Qt.Key.Key_Backspace or (event.text() and event.text().isprintable()):
            self.typed.emit(event.text() if event.text().isprintable() else "")
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row < 0 or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.go_to(row, keep_anchor=bool(event.modifiers() & _SHIFT) and self._anchor >= 0)
        self._toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Row by row: Qt asks for each cell by itself, and the asking takes as long as painting it."""
        area, header = event.rect(), self.horizontalHeader()
        height, top = self.verticalHeader().defaultSectionSize(), self.verticalScrollBar().value()
        first, last = (top + area.top()) // height, (top + area.bottom()) // height
        rows = range(first, min(last + 1, self.model().rowCount()))
        shown = (column for column in Column if not header.isSectionHidden(column))
        columns = [
            (column, header.sectionViewportPosition(column), header.sectionSize(column)) for column in shown
        ]
        with QPainter(self.viewport()) as painter:
            self._delegate.paint_rows(painter, ((row, row * height - top) for row in rows), columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        # A click says itself which row is meant; going to another would scroll it away.
        if self._anchor < 0 and self.model().rowCount() and not by_mouse:
            self.go_to(self.currentIndex().row())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _build(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = TitleHeader(parent=self)
        self.setHorizontalHeader(header)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)

    def _target(self, key: int, row: int) -> int | None:
        step = max(1, self.viewport().height() // theme_of().row_height - 1)
        return {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - step,
            Qt.Key.Key_PageDown: row + step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.model().rowCount() - 1,
        }.get(Qt.Key(key))

    def _toggle(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self.toggled.emit(min(self._anchor, row), max(self._anchor, row), row)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def _on_model_reset(self) -> None:
        self._anchor = -1

    def _on_theme_changed(self) -> None:
        theme = theme_of()
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        letter = self.fontMetrics().averageCharWidth()
        box = theme.scale.large + theme.scale.icon_small + theme.scale.medium + theme.scale.small
        self.setColumnWidth(Column.NUMBER, box + letter * 13)
        self._share_room()

    def _share_room(self) -> None:
        """Titles have what is left; of much of it an address gets a part, for it is cut sooner than a title.

        Of little of it they have half.
        """
        room, letter = self.viewport().width(), self.fontMetrics().averageCharWidth()
        self.setColumnWidth(Column.USERNAME, min(max(letter * 16, room // 6), letter * 26))
        least = letter * 36
        left = room - self.columnWidth(Column.NUMBER) - self.columnWidth(Column.USERNAME)
        self.setColumnWidth(Column.EMAIL, max(min(max(least, room // 4), left // 2), 0))
