"""Painters of the columns that several lists have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QStyle

from desktop.views.kit.marks import paint_letters, paint_state, paint_subject
from desktop.views.kit.one_line import one_line
from desktop.views.lists.roles import Role
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem


def paint_channels_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """Channels as letters in fixed places."""
    paint_letters(painter, inside(option), index.data(Role.FACT), text_role(option))


def paint_state_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """A delivery's state as a mark with its word."""
    paint_state(painter, inside(option), index.data(Role.FACT), text_role(option))


def paint_subject_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """A subject, with its keywords as quiet chips."""
    painter.save()
    painter.setFont(option.font)
    paint_subject(painter, inside(option), one_line(index.data(Role.FACT)), text_role(option))
    painter.restore()


def inside(option: QStyleOptionViewItem) -> QRectF:
    """The cell without its margins, which are those of cells that Qt paints and of the headers above."""
    margin = theme_of().scale.small
    return QRectF(option.rect.adjusted(margin, 0, -margin, 0))


def text_role(option: QStyleOptionViewItem) -> str:
    """The colour role of text in the cell."""
    return "selection-text" if option.state & QStyle.StateFlag.State_Selected else "text"
