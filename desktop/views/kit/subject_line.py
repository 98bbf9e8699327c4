"""A subject with its keywords as chips, on one line; the whole on hover and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.subject_words import subject_words
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.marks import paint_subject
from desktop.views.kit.one_line import one_line
from desktop.views.theme.theme import theme_of


class SubjectLine(QWidget):
    """Cut at the end where it has no room."""

    def __init__(self, subject: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_of(self).changed.connect(self.update)
        self.show_subject(subject)

    def show_subject(self, subject: str) -> None:
        """``subject`` has its keywords in braces."""
        self.subject = one_line(subject)
        words = subject_words(self.subject)
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.scale.width_field, theme.scale.emphasis + theme.scale.small)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).scale.huge, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(theme_of(self).scale.emphasis)
        font.setBold(True)
        painter.setFont(font)
        paint_subject(painter, QRectF(self.rect()), self.subject)
