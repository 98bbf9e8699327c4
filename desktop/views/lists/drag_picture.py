"""What is under the pointer while rows are dragged: a word or two, and not the rows themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def drag_picture(words: str, widget: QWidget) -> QPixmap:
    """The words on a small ground, in the colours and the font of ``widget``."""
    theme, metrics, ratio = theme_of(widget), widget.fontMetrics(), widget.devicePixelRatioF()
    scale = theme.scale
    width = metrics.horizontalAdvance(words) + 2 * scale.medium
    height = metrics.height() + 2 * scale.tiny
    picture = QPixmap(int(width * ratio), int(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    box = QRectF(0, 0, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(widget.font())
    painter.setPen(QPen(theme.color("line-strong")))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(box, scale.radius, scale.radius)
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
