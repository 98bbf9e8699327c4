"""Paints cells of rows that are set apart: chosen, where the keyboard is, or not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from desktop.views.lists.painters import inside, text_role
from desktop.views.lists.plain_rows import CUTS, TEXT_FLAGS
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from desktop.views.lists.rows_model import RowsItemModel

_INDEX = QModelIndex | QPersistentModelIndex
_BAR_HEIGHT = 6
_MIDLIGHT = QPalette.ColorRole.Midlight


class CellDelegate(QStyledItemDelegate):
    """``chosen`` tells of rows that are chosen without being part of Qt's selection."""

    def __init__(
        self, rows: RowsItemModel[Any], chosen: Callable[[_INDEX], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._columns = rows.columns
        self._chosen = chosen

    def initStyleOption(self, option: QStyleOptionViewItem, index: _INDEX) -> None:
        super().initStyleOption(option, index)
        column = self._columns[index.column()]
        option.textElideMode = CUTS[column.cut]
        row = self._rows.row_at(index.row())
        if row is not None and column.strong is not None and column.strong(row):
            option.font.setBold(True)
        if self._chosen(index):
            option.state |= QStyle.StateFlag.State_Selected

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        row, is_chosen = self._rows.row_at(index.row()), self._chosen(index)
        if is_chosen:
            # A style sheet paints the ground of rows that Qt itself has selected, and of no others.
            painter.fillRect(option.rect, option.palette.highlight())
        if row is None:
            self._paint_bar(painter, option, index)
        else:
            self._paint_row(painter, option, index, row)
        self._paint_hairline(painter, option)
        self._paint_edge(painter, option, index)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX, row: Any) -> None:
        column = self._columns[index.column()]
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        filled.text = ""
        # Without the widget's style sheet Fusion would paint a frame; the edge says where the keyboard is.
        filled.state &= ~QStyle.StateFlag.State_HasFocus
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter)
        is_enabled = option.state & QStyle.StateFlag.State_Enabled
        role = text_role(filled) if is_enabled else "text-disabled"
        place = inside(option.rect)
        painter.setFont(filled.font)
        if column.painter is not None:
            column.painter(painter, place, column.fact(row), role)
            return
        # As plain rows have it: Qt's own words stand a pixel higher, and would jump when they are chosen.
        painter.setPen(theme_of().color(role))
        text = painter.fontMetrics().elidedText(column.text(row), CUTS[column.cut], int(place.width()))
        painter.drawText(place, TEXT_FLAGS[column.align], text)

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
