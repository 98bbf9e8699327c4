"""Something takes a moment before there is a window: what, how far, and a way to call it off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class BusyPage(QWidget):
    """A sentence, a bar and Cancel."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Words("", "emphasis").wrapped()
        self.detail = Words("", "quiet").wrapped()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = Button(tr("Cancel"), self.cancelled.emit)
        self._arrange()

    def begin(self, sentence: str) -> None:
        """Say what is under way; how far is not known yet."""
        self.sentence.setText(sentence)
        self.detail.setText("")
        self.bar.setRange(0, 0)

    def report(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self.bar.setRange(0, 1_000 if total else 0)
        self.bar.setValue(done * 1_000 // total if total else 0)
        self.detail.setText(words)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.huge, scale.huge, scale.huge, scale.huge)
        column.setSpacing(scale.medium)
        column.addStretch(1)
        for part in (self.sentence, self.bar, self.detail):
            column.addWidget(part)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
