"""The state of a delivery as a small mark and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views.kit.delivery_words import state_word
from desktop.views.kit.marks import paint_state
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryState


class StatusMark(QWidget):
    """An icon and a word; the colour only repeats what the word says."""

    def __init__(self, state: DeliveryState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_state(state)

    def set_state(self, state: DeliveryState) -> None:
        self._state = state
        self.setAccessibleName(state_word(state))
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        scale = theme_of(self).scale
        metrics = self.fontMetrics()
        width = scale.icon_small + scale.small + metrics.horizontalAdvance(state_word(self._state))
        return QSize(width, max(scale.icon_small, metrics.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_state(QPainter(self), QRectF(self.rect()), self._state)
