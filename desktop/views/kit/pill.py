"""A quiet count or word on a faint ground."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.kit.words import Words


class Pill(Words):
    """A short word or count; shows nothing when it is empty or the count is nought."""

    def __init__(self, text: str = "", look: str = "pill", parent: QWidget | None = None) -> None:
        super().__init__(text, look, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if not text:
            self.hide()

    def set_count(self, count: int, words: str = "") -> None:
        """``words`` say the count to those who listen: "4 unread"."""
        self.setText(f"{count:,}" if count else "")
        self.setAccessibleName(words or self.text())
        self.setVisible(count > 0)
