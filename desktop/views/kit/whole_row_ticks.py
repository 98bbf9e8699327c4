"""Boxes in a list that are ticked as other boxes are: by a click on their words, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStyledItemDelegate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

_CAN_BE_TICKED = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled
_OTHER = {Qt.CheckState.Checked: Qt.CheckState.Unchecked}


class WholeRowTicks(QStyledItemDelegate):
    """For rows that are nothing but a box and its words."""

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not isinstance(event, QMouseEvent) or index.flags() & _CAN_BE_TICKED != _CAN_BE_TICKED:
            return super().editorEvent(event, model, option, index)
        if event.type() != QEvent.Type.MouseButtonRelease or event.button() != Qt.MouseButton.LeftButton:
            return False
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        return model.setData(index, _OTHER.get(state, Qt.CheckState.Checked), Qt.ItemDataRole.CheckStateRole)
