"""Paints a recipient's row: the box, what matched, and where the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.views.icons import paint_icon
from desktop.views.kit.elided import plain_tip
from desktop.views.recipients.matched import matched_parts
from desktop.views.recipients.recipient_role import RecipientRole
from desktop.views.recipients.recipients_item_model import Column
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.views.recipients.recipients_table import RecipientsTable

_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RecipientDelegate(QStyledItemDelegate):
    """One for all columns; the table says which rows are in hand."""

    def __init__(self, table: RecipientsTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, theme_of().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = theme_of()
        rect: QRect = option.rect
        in_hand = self._table.is_in_hand(index.row())
        if in_hand:
            painter.fillRect(rect, theme.color("selection"))
        elif index.row() == self._table.hovered:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), theme.scale.hairline, theme.color("line"))
        if index.column() == Column.NUMBER:
            self._paint_edge(painter, rect, index.row())
            self._paint_box(painter, rect, ticked=index.data(RecipientRole.TICKED))
        self._paint_words(painter, self._words_rect(rect, index.column()), index, in_hand=in_hand)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The whole text where it is cut."""
        text = str(index.data() or "")
        width = self._words_rect(option.rect, index.column()).width()
        cut = view.fontMetrics().horizontalAdvance(text) > width
        QToolTip.showText(event.globalPos(), plain_tip(text) if cut else "", view)
        return True

    def _words_rect(self, rect: QRect, column: int) -> QRect:
        scale = theme_of().scale
        left = scale.large + scale.icon_small + scale.medium if column == Column.NUMBER else scale.small
        return rect.adjusted(left, 0, -scale.small, 0)

    def _paint_edge(self, painter: QPainter, rect: QRect, row: int) -> None:
        theme = theme_of()
        if row == self._table.currentIndex().row() and self._table.hasFocus():
            painter.fillRect(rect.x(), rect.y(), theme.scale.tiny - 1, rect.height(), theme.color("focus"))

    def _paint_box(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        theme = theme_of()
        size = theme.scale.icon_small
        box = QRectF(rect.x() + theme.scale.large, rect.y() + (rect.height() - size) // 2, size, size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("accent" if ticked else "line-strong"))
        painter.setBrush(theme.color("accent" if ticked else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.scale.tiny, theme.scale.tiny)
        painter.restore()
        if ticked:
            paint_icon(painter, box, "check", "accent-text")

    def _paint_words(self, painter: QPainter, rect: QRect, index: _Index, *, in_hand: bool) -> None:
        theme = theme_of()
        whole = str(index.data() or "")
        text = painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, rect.width())
        quiet = index.column() in {Column.EMAIL, Column.USERNAME}
        ink = "selection-text" if in_hand else "text-quiet" if quiet else "text"
        painter.setPen(theme.color(ink))
        marks = matched_parts(text, index.data(RecipientRole.WORDS))
        if marks:
            self._paint_marked(painter, rect, text, marks, in_hand=in_hand)
        else:
            painter.drawText(rect, int(_MIDDLE | Qt.TextFlag.TextSingleLine), text)

    def _paint_marked(
        self, painter: QPainter, rect: QRect, text: str, marks: Sequence[tuple[int, int]], *, in_hand: bool
    ) -> None:
        look = QTextCharFormat()
        if in_hand:
            look.setFontUnderline(True)
        else:
            look.setBackground(theme_of().color("chip"))
            look.setForeground(theme_of().color("chip-text"))
        layout = QTextLayout(text, painter.font())
        option = QTextOption(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([_range(text, at, length, look) for at, length in marks])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        layout.draw(painter, QPointF(rect.x(), rect.y() + (rect.height() - line.height()) / 2))


def _range(text: str, at: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16 units, of which some characters take two."""
    made = QTextLayout.FormatRange()
    made.start = _units(text[:at])
    made.length = _units(text[at : at + length])
    made.format = look
    return made


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
