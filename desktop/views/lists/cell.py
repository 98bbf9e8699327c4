"""Paints a list's cells: text cut where it must be, a hairline under each row, a quiet bar while reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from desktop.views.lists.column import Column, Cut
from desktop.views.lists.painters import inside, text_role
from desktop.views.lists.rows_model import ALIGNS
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from desktop.views.lists.rows_model import RowsItemModel

_INDEX = QModelIndex | QPersistentModelIndex
_BAR_HEIGHT = 6
# As numbers: every cell asks, and Python takes as long to join two flags as to paint a line.
_ENABLED = QStyle.StateFlag.State_Enabled.value
_GROUND_OR_ENABLED = QStyle.StateFlag.State_Selected.value | QStyle.StateFlag.State_HasFocus.value | _ENABLED
_ALIGNS = {align: int(flags | Qt.TextFlag.TextSingleLine) for align, flags in ALIGNS.items()}
_MIDLIGHT, _TEXT = QPalette.ColorRole.Midlight, QPalette.ColorRole.Text
_CUTS = {Cut.END: Qt.TextElideMode.ElideRight, Cut.MIDDLE: Qt.TextElideMode.ElideMiddle}


class CellDelegate(QStyledItemDelegate):
    """``chosen`` tells of rows that are chosen without being part of Qt's selection."""

    def __init__(
        self, rows: RowsItemModel[Any], chosen: Callable[[_INDEX], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._columns = rows.columns
        self._chosen = chosen
        self._plain_font = QFont()
        self._bold_font: QFont | None = None

    def initStyleOption(self, option: QStyleOptionViewItem, index: _INDEX) -> None:
        super().initStyleOption(option, index)
        column = self._columns[index.column()]
        option.textElideMode = _CUTS[column.cut]
        row = self._rows.row_at(index.row())
        if row is not None and column.strong is not None and column.strong(row):
            option.font.setBold(True)
        if self._chosen(index):
            option.state |= QStyle.StateFlag.State_Selected

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        column = self._columns[index.column()]
        row, is_chosen = self._rows.row_at(index.row()), self._chosen(index)
        if is_chosen:
            # A style sheet paints the ground of rows that Qt itself has selected, and of no others.
            painter.fillRect(option.rect, option.palette.highlight())
        if row is None:
            self._paint_bar(painter, option, index)
        elif not is_chosen and option.state.value & _GROUND_OR_ENABLED == _ENABLED:
            self._paint_plain(painter, option, index, row)
        else:
            filled = QStyleOptionViewItem(option)
            self.initStyleOption(filled, index)
            filled.text = ""
            # Without the widget's style sheet Fusion would paint a frame; the edge says where the keyboard is.
            filled.state &= ~QStyle.StateFlag.State_HasFocus
            style = QApplication.style()
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter)
            if column.painter is None:
                is_enabled = option.state & QStyle.StateFlag.State_Enabled
                colour = theme_of().color(text_role(filled) if is_enabled else "text-disabled")
                self._paint_words(painter, filled, column, row, colour)
            else:
                column.painter(painter, filled, index.model().index(index.row(), index.column()))
        self._paint_hairline(painter, option)
        self._paint_edge(painter, option, index)

    def _paint_plain(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX, row: Any) -> None:
        """As Qt paints a cell that has no ground of its own, but sooner: Qt asks for much that no row has."""
        column = self._columns[index.column()]
        if column.strong is not None and column.strong(row):
            option.font = self._bold(option.font)
        if column.painter is not None:
            column.painter(painter, option, index.model().index(index.row(), index.column()))
            return
        self._paint_words(painter, option, column, row, option.palette.color(_TEXT))

    @staticmethod
    def _paint_words(
        painter: QPainter, option: QStyleOptionViewItem, column: Column[Any], row: Any, colour: QColor
    ) -> None:
        """The one way for all cells: Qt's own stands a pixel higher, and the words would jump when chosen."""
        place = inside(option)
        painter.setFont(option.font)
        painter.setPen(colour)
        text = painter.fontMetrics().elidedText(column.text(row), _CUTS[column.cut], int(place.width()))
        painter.drawText(place, _ALIGNS[column.align], text)

    def _bold(self, font: QFont) -> QFont:
        if self._bold_font is None or font != self._plain_font:
            self._plain_font, self._bold_font = QFont(font), QFont(font)
            self._bold_font.setBold(True)
        return self._bold_font

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _INDEX
    ) -> bool:
        """The whole on hover, where the cell shows less."""
        row = self._rows.row_at(index.row())
        if row is None:
            return False
        column = self._columns[index.column()]
        text, whole = column.text(row), column.whole_text(row)
        margin = 2 * (view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
        cut = option.fontMetrics.horizontalAdvance(text) > option.rect.width() - margin
        if cut or whole != text:
            # Qt guesses rich text in tips; outside text must stay text.
            shown = whole.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
            QToolTip.showText(event.globalPos(), f"<span>{shown}</span>", view)
        else:
            QToolTip.hideText()
        return True

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        rect: QRect = option.rect
        palette: QPalette = option.palette
        if self._chosen(index) or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.highlight())
        bar = QRect(rect.left() + _BAR_HEIGHT, 0, rect.width() // 2, _BAR_HEIGHT)
        bar.moveTop(rect.center().y() - _BAR_HEIGHT // 2)
        painter.fillRect(bar, palette.color(_MIDLIGHT))

    def _paint_edge(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        """Where the keyboard is: at the left of the row, as in Manage Recipients, chosen or not."""
        rect: QRect = option.rect
        view = option.widget
        if rect.left() > 0 or not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        if view.currentIndex().row() == index.row():
            theme = theme_of()
            painter.fillRect(0, rect.top(), theme.scale.tiny - 1, rect.height(), theme.color("focus"))

    def _paint_hairline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect: QRect = option.rect
        palette: QPalette = option.palette
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, palette.color(_MIDLIGHT))
