"""Labels that show text as it is, in the looks the style sheet knows."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_LONG_WORD = re.compile(r"\S{60,}")
_PIECE = re.compile(r"\S{8}(?=\S)")
_MAY_BREAK = "\u200b"


class Words(QLabel):
    """Plain text in one of the looks: quiet, caption, title, emphasis, strong, problem, pill, mark, key."""

    def __init__(self, text: str = "", look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_look(look)

    def set_look(self, look: str) -> None:
        self.setProperty("look", look)
        self.style().polish(self)

    def wrapped(self) -> Words:
        """The same label, breaking its text into lines."""
        self.setWordWrap(True)
        self.setText(self._text)
        return self

    def text(self) -> str:
        """As it was set."""
        return self._text

    def setText(self, text: str) -> None:
        """A label that breaks its text is as wide as its longest word, so very long ones may break too."""
        self._text = text
        super().setText(_LONG_WORD.sub(_breakable, text) if self.wordWrap() else text)


def _breakable(word: re.Match[str]) -> str:
    return _PIECE.sub(rf"\g<0>{_MAY_BREAK}", word[0])
