"""Paints one place: icon, title on as many lines as it needs, a quiet count, perhaps progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate

from desktop.views.icons import paint_icon
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidget, QStyleOptionViewItem

ID = int(Qt.ItemDataRole.UserRole)
ICON = ID + 1
COUNT = ID + 2
PROGRESS = ID + 3
GAP = ID + 4
_Index = QModelIndex | QPersistentModelIndex
_EXACT = 10_000
_WRAP = Qt.TextFlag.TextWordWrap


def short_count(count: int) -> str:
    """In at most five letters, since a place's title needs the room: ``1,204``, ``12k`` from 12,000 on, ``3M``."""
    if count < _EXACT:
        return f"{count:,}"
    return f"{count // 1_000}k" if count < 1_000_000 else f"{count // 1_000_000:,}M"


class PlaceDelegate(QStyledItemDelegate):
    """Facts by the roles above; progress is a share from 0 to 1 or None."""

    def __init__(self, places: QListWidget) -> None:
        super().__init__(places)
        self._list = places

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = theme_of()
        width = self._list.viewport().width()
        if index.data(GAP):
            return QSize(width, theme.scale.large)
        words = self._words_rect(QRect(0, 0, width, 0), index)
        metrics = QFontMetrics(theme.font(bold=True))
        height = metrics.boundingRect(QRect(0, 0, words.width(), 1000), int(_WRAP), index.data()).height()
        if index.data(PROGRESS) is not None:
            height += theme.scale.small + theme.scale.bar
        return QSize(width, max(height + theme.scale.medium, theme.row_height + theme.scale.tiny))

    def least_width(self, index: _Index) -> int:
        """The width below which a word of the place's title has no room beside its count."""
        metrics = QFontMetrics(theme_of().font(bold=True))
        longest = max(map(metrics.horizontalAdvance, str(index.data() or "").split()), default=0)
        return longest - self._words_rect(QRect(0, 0, 0, 0), index).width()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.data(GAP):
            return
        theme = theme_of()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._paint_ground(painter, rect, index)
        role = "selection-text" if chosen else "text"
        size = theme.scale.icon_small
        # Icon, first line of the title and count are level, however many lines were reckoned with.
        text = QFontMetrics(theme.font()).height()
        line = max(text + theme.scale.medium, theme.row_height + theme.scale.tiny)
        mark = QRectF(rect.left() + theme.scale.small, rect.top() + (line - size) // 2, size, size)
        paint_icon(painter, mark, index.data(ICON), role if chosen else "text-quiet")
        words = self._words_rect(rect, index)
        painter.setPen(theme.color(role))
        painter.setFont(theme.font(bold=chosen))
        painter.drawText(words.adjusted(0, (line - text) // 2, 0, 0), int(_WRAP), index.data())
        first = QRect(rect.left(), rect.top(), rect.width(), line)
        self._paint_count(painter, first, index, "selection-text" if chosen else "text-quiet")
        self._paint_progress(painter, words, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, index: _Index) -> bool:
        theme = theme_of()
        # Asked of the list itself: the option's state is Qt's style, which takes long to load.
        chosen = self._list.currentIndex() == index
        hovered = self._is_under_mouse(index)
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(theme.color("selection" if chosen else "selection-quiet"))
            painter.drawRoundedRect(box, theme.scale.radius, theme.scale.radius)
        if chosen and self._list.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("focus"))
            painter.drawRoundedRect(box, theme.scale.radius, theme.scale.radius)
        return chosen

    def _is_under_mouse(self, index: _Index) -> bool:
        ground = self._list.viewport()
        return ground.underMouse() and self._list.indexAt(ground.mapFromGlobal(QCursor.pos())) == index

    def _paint_count(self, painter: QPainter, rect: QRect, index: _Index, role: str) -> None:
        theme = theme_of()
        count = index.data(COUNT) or 0
        if count:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color(role))
            box = rect.adjusted(0, 0, -theme.scale.small - theme.scale.tiny, 0)
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), short_count(count)
            )

    def _paint_progress(self, painter: QPainter, words: QRect, index: _Index) -> None:
        share = index.data(PROGRESS)
        if share is None:
            return
        theme = theme_of()
        height = theme.scale.tiny
        bar = QRectF(words.left(), words.bottom() + theme.scale.tiny, words.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bar-waiting"))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), QSize(int(bar.width() * share), height)), height / 2, height / 2
        )

    def _words_rect(self, rect: QRect, index: _Index) -> QRect:
        scale = theme_of().scale
        left = scale.small + scale.icon_small + scale.small
        metrics = QFontMetrics(theme_of().font("caption"))
        count = index.data(COUNT) or 0
        right = scale.small + (metrics.horizontalAdvance(short_count(count)) + scale.small if count else 0)
        below = scale.small + scale.bar if index.data(PROGRESS) is not None else 0
        return rect.adjusted(left, 0, -right, -below)
