"""How far something is that takes longer than a moment, and a way to call it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.under_way import UnderWay


class ProgressLine(QWidget):
    """Hidden while nothing is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button = Button(tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.large, scale.small, scale.large, 0)
        row.setSpacing(scale.small)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.hide()

    def follow(self, under_way: UnderWay) -> None:
        """Show how far this is, and let it be called off."""
        under_way.progressed.connect(self._show_far)
        self.stop_button.clicked.connect(under_way.stop)

    def _show_far(self, done: int, total: int) -> None:
        self.setVisible(total > 0)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
