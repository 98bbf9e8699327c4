"""Painters of the columns that several lists have, and the places and colours that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QStyle

from desktop.views.kit.marks import paint_subject
from desktop.views.kit.one_line import one_line
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem


def paint_subject_cell(painter: QPainter, place: QRectF, subject: str, role: str) -> None:
    """A subject, with its keywords as quiet chips."""
    painter.save()
    paint_subject(painter, place, one_line(subject), role)
    painter.restore()


def inside(cell: QRect) -> QRectF:
    """The cell without its margins, which are those of cells that Qt paints and of the headers above."""
    margin = theme_of().scale.small
    return QRectF(cell.adjusted(margin, 0, -margin, 0))


def text_role(option: QStyleOptionViewItem) -> str:
    """The colour role of text in the cell."""
    return "selection-text" if option.state & QStyle.StateFlag.State_Selected else "text"
