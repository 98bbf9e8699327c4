"""Painters of the columns that several lists have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QStyle

from desktop.views.kit.marks import paint_letters, paint_state, paint_subject, paint_totals
from desktop.views.lists.roles import Role
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem


def paint_channels_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """Channels as letters in fixed places."""
    paint_letters(painter, _inside(option), index.data(Role.FACT), _role(option))


def paint_totals_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """Totals as a thin bar with its numbers beside it."""
    paint_totals(painter, _inside(option), index.data(Role.FACT), _role(option))


def paint_state_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """A delivery's state as a mark with its word."""
    paint_state(painter, _inside(option), index.data(Role.FACT), _role(option))


def paint_subject_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """A subject, with its keywords as quiet chips."""
    painter.save()
    painter.setFont(option.font)
    paint_subject(painter, _inside(option), index.data(Role.FACT), _role(option))
    painter.restore()


def _inside(option: QStyleOptionViewItem) -> QRectF:
    margin = theme_of().scale.tiny
    return QRectF(option.rect.adjusted(margin, 0, -margin, 0))


def _role(option: QStyleOptionViewItem) -> str:
    return "selection-text" if option.state & QStyle.StateFlag.State_Selected else "text"
