"""Paints a recipient's row: the box, what matched, and where the keyboard is."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPixmap, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.views.icons import paint_icon
from desktop.views.kit.elided import plain_tip
from desktop.views.recipients.matched import matched_parts
from desktop.views.recipients.recipients_item_model import Column
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.views.recipients.recipients_item_model import RecipientsItemModel
    from desktop.views.recipients.recipients_table import RecipientsTable

_Index = QModelIndex | QPersistentModelIndex
_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_FIRST_OF_THE_RIGHT_TO_LEFT = "\u0590"


class _Box(enum.Enum):
    """The looks of the box before a number."""

    EMPTY = "empty"
    TICKED = "ticked"
    EXCLUDED = "excluded"


# Its line, its ground, the icon in it and the icon's colour.
_BOXES = {
    _Box.EMPTY: ("line-strong", "surface", "", ""),
    _Box.TICKED: ("accent", "accent", "check", "accent-text"),
    _Box.EXCLUDED: ("warning-ground", "warning-ground", "minus", "warning"),
}


class RecipientDelegate(QStyledItemDelegate):
    """One for all columns; the table says which rows are in hand."""

    def __init__(self, table: RecipientsTable, model: RecipientsItemModel) -> None:
        super().__init__(table)
        self._table = table
        # Asked directly: a question by role through Qt costs ten times the answer.
        self._model = model
        self._scale = theme_of().scale
        self._metrics = table.fontMetrics()
        self._colors: dict[str, QColor] = {}
        self._boxes: dict[tuple[_Box, float], QPixmap] = {}
        theme_of().changed.connect(self._on_theme_changed)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, theme_of().row_height)

    def paint_rows(
        self, painter: QPainter, rows: Iterable[tuple[int, int]], columns: Sequence[tuple[int, int, int]]
    ) -> None:
        """``rows``: the place and the top of each; ``columns``: what each shows, its left and its width."""
        table, height = self._table, self._table.verticalHeader().defaultSectionSize()
        current = table.currentIndex().row() if table.hasFocus() else -1
        across = max((left + width for _, left, width in columns), default=0)
        for row, top in rows:
            in_hand = table.is_in_hand(row)
            if in_hand:
                painter.fillRect(0, top, across, height, self._color("selection"))
            elif row == table.hovered:
                painter.fillRect(0, top, across, height, self._color("hover"))
            line = self._scale.hairline
            painter.fillRect(0, top + height - 1, across, line, self._color("line"))
            for column, left, width in columns:
                rect = QRect(left, top, width, height)
                if column == Column.NUMBER:
                    if row == current:
                        painter.fillRect(left, top, self._scale.tiny - 1, height, self._color("focus"))
                    self._paint_box(painter, rect, self._look_of(row))
                text = self._model.text(row, column)
                self._paint_words(painter, self._words_rect(rect, column), text, column, in_hand=in_hand)

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
        scale = self._scale
        left = scale.large + scale.icon_small + scale.medium if column == Column.NUMBER else scale.small
        return rect.adjusted(left, 0, -scale.small, 0)

    def _look_of(self, row: int) -> _Box:
        if self._model.is_excluded(row):
            return _Box.EXCLUDED
        return _Box.TICKED if self._model.is_ticked(row) else _Box.EMPTY

    def _paint_box(self, painter: QPainter, rect: QRect, look: _Box) -> None:
        size = self._scale.icon_small
        top = rect.y() + (rect.height() - size) // 2
        painter.drawPixmap(rect.x() + self._scale.large, top, self._box(painter, look))

    def _box(self, painter: QPainter, look: _Box) -> QPixmap:
        """Drawn once for each state and density: a curve for every row would cost more than its words."""
        ratio = painter.device().devicePixelRatio()
        box = self._boxes.get((look, ratio))
        if box is None:
            box = self._boxes[look, ratio] = self._drawn_box(ratio, look)
        return box

    def _drawn_box(self, ratio: float, look: _Box) -> QPixmap:
        size, radius = self._scale.icon_small, self._scale.tiny
        drawn = QPixmap(round(size * ratio), round(size * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, ground, icon, role = _BOXES[look]
        painter.setPen(self._color(line))
        painter.setBrush(self._color(ground))
        painter.drawRoundedRect(QRectF(0.5, 0.5, size - 1, size - 1), radius, radius)
        if icon:
            paint_icon(painter, QRectF(0, 0, size, size), icon, role)
        painter.end()
        return drawn

    def _paint_words(self, painter: QPainter, rect: QRect, whole: str, column: int, *, in_hand: bool) -> None:
        metrics = self._metrics
        text = whole
        if metrics.horizontalAdvance(whole) > rect.width():
            text = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, rect.width())
        quiet = column in {Column.EMAIL, Column.USERNAME}
        marks = matched_parts(text, self._model.words)
        painter.setPen(self._color("selection-text" if in_hand else "text-quiet" if quiet else "text"))
        if marks and not _reads_left_to_right(text):
            self._paint_shaped(painter, rect, text, marks, in_hand=in_hand)
            return
        self._paint_marks(painter, rect, text, marks, in_hand=in_hand)
        painter.drawText(rect, _ONE_LINE, text)

    def _paint_marks(
        self, painter: QPainter, rect: QRect, text: str, marks: Sequence[tuple[int, int]], *, in_hand: bool
    ) -> None:
        """A ground behind what matched; on the ground of rows in hand a line under it."""
        if not marks:
            return
        metrics = self._metrics
        high = self._scale.hairline if in_hand else metrics.height()
        top = rect.y() + (rect.height() - metrics.height()) // 2 + metrics.height() - high
        for at, length in marks:
            start = metrics.horizontalAdvance(text[:at])
            width = metrics.horizontalAdvance(text[: at + length]) - start
            role = "selection-text" if in_hand else "chip"
            painter.fillRect(rect.x() + start, top, width, high, self._color(role))

    def _paint_shaped(
        self, painter: QPainter, rect: QRect, text: str, marks: Sequence[tuple[int, int]], *, in_hand: bool
    ) -> None:
        """Where letters join or run the other way, only the whole layout knows where a part stands."""
        look = QTextCharFormat()
        if in_hand:
            look.setFontUnderline(True)
        else:
            look.setBackground(self._color("chip"))
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

    def _color(self, role: str) -> QColor:
        color = self._colors.get(role)
        if color is None:
            color = self._colors[role] = theme_of().color(role)
        return color

    def _on_theme_changed(self) -> None:
        self._metrics = self._table.fontMetrics()
        self._colors.clear()
        self._boxes.clear()


def _reads_left_to_right(text: str) -> bool:
    return text.isascii() or max(text) < _FIRST_OF_THE_RIGHT_TO_LEFT


def _range(text: str, at: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16 units, of which some characters take two."""
    made = QTextLayout.FormatRange()
    made.start = _units(text[:at])
    made.length = _units(text[at : at + length])
    made.format = look
    return made


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
