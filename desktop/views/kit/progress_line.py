"""How far something is that takes longer than a moment, and a way to call it off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.theme.theme import theme_of


class ProgressLine(QWidget):
    """Hidden while nothing is under way; ``stopped`` when somebody calls it off."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button = Button(tr("Cancel"), self.stopped.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.large, scale.small, scale.large, 0)
        row.setSpacing(scale.small)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.hide()

    def show_far(self, done: int, total: int) -> None:
        """So many of so many are done; 0 of 0 says that nothing is under way."""
        self.setVisible(total > 0)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
