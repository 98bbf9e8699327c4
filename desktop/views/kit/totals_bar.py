"""Many states at once: one thin bar with its numbers beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.models.delivery import DeliveryTotals
from desktop.views.kit.delivery_words import totals_words
from desktop.views.kit.marks import paint_totals
from desktop.views.theme.theme import theme_of


class TotalsBar(QWidget):
    """``3 failed, 408 of 412 delivered, 1 skipped`` beside a bar that shows the shares."""

    def __init__(self, totals: DeliveryTotals | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_totals(totals or DeliveryTotals())

    def set_totals(self, totals: DeliveryTotals) -> None:
        self._totals = totals
        self.setToolTip(totals_words(totals))
        self.setAccessibleName(totals_words(totals))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale = theme_of(self).scale
        words = self.fontMetrics().horizontalAdvance(totals_words(self._totals))
        return QSize(scale.huge * 2 + scale.medium + words, self.fontMetrics().height() + scale.tiny)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_totals(QPainter(self), QRectF(self.rect()), self._totals)
