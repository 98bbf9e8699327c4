"""A label for long text: cut where it ends or in its middle, the whole on hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from desktop.views.kit.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ElidedLabel(Words):
    """One line of plain text. ``middle`` cuts in the middle, as file names want it."""

    def __init__(
        self, text: str = "", look: str = "", parent: QWidget | None = None, *, middle: bool = False
    ) -> None:
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        super().__init__(text, look, parent)

    @property
    def shown(self) -> str:
        """The text as it is cut now."""
        line = " ".join(self.text().split())
        return self.fontMetrics().elidedText(line, self._mode, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown)

    def _tell(self) -> None:
        cut = self.shown != " ".join(self.text().split())
        # A tooltip guesses rich text as a label does, so outside text is shown with its marks disarmed.
        self.setToolTip(plain_tip(self.text()) if cut else "")


def plain_tip(text: str) -> str:
    """``text`` as a tooltip that shows every character as itself."""
    if "<" not in text and "&" not in text:
        return text
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{safe}</span>"
