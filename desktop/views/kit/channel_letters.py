"""The channels of a message as letters in fixed places, with their words on hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.marks import letters_width, paint_letters

if TYPE_CHECKING:
    from desktop.models.channel import Channels


class ChannelLetters(QWidget):
    """W E B, absent ones as a gap."""

    def __init__(self, channels: Channels = frozenset(), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_channels(channels)

    def set_channels(self, channels: Channels) -> None:
        self._channels = channels
        self.setToolTip(channel_words(channels))
        self.setAccessibleName(channel_words(channels))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        return QSize(letters_width(), self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_letters(QPainter(self), QRectF(self.rect()), self._channels)
