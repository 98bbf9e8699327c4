"""What is wrong with a field, in words beneath it; the field itself is marked too."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.kit.words import Words


class ProblemWords(Words):
    """Hidden while there is nothing to say."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__("", "problem", parent)
        self._field = field
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show ``sentence``; empty takes it away."""
        if sentence == self.text():
            return
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self._field.setProperty("problem", bool(sentence))
        self._field.setAccessibleDescription(sentence)
        self._field.style().polish(self._field)
