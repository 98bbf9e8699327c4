"""Paints the rows that nothing sets apart, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette

from desktop.views.lists.column import Cut
from desktop.views.lists.painters import inside
from desktop.views.lists.rows_model import ALIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

    from desktop.views.lists.column import Column

CUTS = {Cut.END: Qt.TextElideMode.ElideRight, Cut.MIDDLE: Qt.TextElideMode.ElideMiddle}
TEXT_FLAGS = {align: int(flags | Qt.TextFlag.TextSingleLine) for align, flags in ALIGNS.items()}
"""How text stands in its cell, as numbers: Python takes as long to join two flags as to paint a line."""

_MIDLIGHT, _TEXT = QPalette.ColorRole.Midlight, QPalette.ColorRole.Text
_MOST_KNOWN = 5_000


class _Face(NamedTuple):
    """A font and its measures on a screen of some density, and what of a text can be seen in a width."""

    font: QFont
    density: float
    metrics: QFontMetrics
    shown: dict[tuple[str, int, Cut], str]


class PlainRows:
    """The rows of a table but those that ``CellDelegate`` paints: chosen, where the keyboard is, not read yet.

    Qt asks for each cell, and half the time of a window full of rows is the asking; whoever types in a
    filter waits for it at every key.
    """

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._columns = columns
        self._faces: tuple[_Face, _Face] | None = None

    def paint(self, table: QTableView, rows: Sequence[tuple[int, Any]]) -> None:
        """``rows``: where each begins in the viewport, and its record. All have the table's height of rows."""
        with QPainter(table.viewport()) as painter:
            faces = self._faces_of(table, painter)
            palette = table.palette()
            text, line = palette.color(_TEXT), palette.color(_MIDLIGHT)
            height, width = table.verticalHeader().defaultSectionSize(), table.viewport().width()
            header = table.horizontalHeader()
            right = 0
            for number, column in enumerate(self._columns):
                left, wide = header.sectionViewportPosition(number), header.sectionSize(number)
                if header.isSectionHidden(number) or left >= width or left + wide <= 0:
                    continue
                right = max(right, left + wide)
                place = inside(QRect(left, 0, wide, height))
                painter.setPen(text)
                _paint_column(painter, column, place, rows, faces)
            for top, _ in rows:
                painter.fillRect(0, top + height - 1, right, 1, line)

    def _faces_of(self, table: QTableView, painter: QPainter) -> tuple[_Face, _Face]:
        """Of the table's font now, as it is and bold."""
        known = self._faces and (self._faces[0].font, self._faces[0].density)
        if self._faces is None or known != (table.font(), painter.device().devicePixelRatio()):
            self._faces = (_face(table.font(), painter), _face(_bold(table.font()), painter))
        for face in self._faces:
            if len(face.shown) > _MOST_KNOWN:
                face.shown.clear()
        return self._faces


def _face(font: QFont, painter: QPainter) -> _Face:
    return _Face(font, painter.device().devicePixelRatio(), QFontMetrics(font, painter.device()), {})


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _paint_column(
    painter: QPainter,
    column: Column[Any],
    place: QRectF,
    rows: Sequence[tuple[int, Any]],
    faces: tuple[_Face, _Face],
) -> None:
    strong, paint, cut, flags = column.strong, column.painter, column.cut, TEXT_FLAGS[column.align]
    width, is_bold = int(place.width()), None
    face = faces[0]
    for top, row in rows:
        will_be_bold = strong is not None and strong(row)
        if will_be_bold is not is_bold:
            is_bold = will_be_bold
            face = faces[is_bold]
            painter.setFont(face.font)
        place.moveTop(top)
        if paint is not None:
            paint(painter, place, column.fact(row), "text")
            continue
        key = (column.text(row), width, cut)
        words = face.shown.get(key)
        if words is None:
            words = face.shown[key] = face.metrics.elidedText(key[0], CUTS[cut], width)
        painter.drawText(place, flags, words)
