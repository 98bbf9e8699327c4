"""Labels that show text as it is, in the looks the style sheet knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Words(QLabel):
    """Plain text in one of the looks: quiet, caption, title, emphasis, strong, problem, pill, mark, key."""

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_look(look)

    def set_look(self, look: str) -> None:
        self.setProperty("look", look)
        self.style().polish(self)

    def wrapped(self) -> Words:
        """The same label, breaking its text into lines."""
        self.setWordWrap(True)
        return self
