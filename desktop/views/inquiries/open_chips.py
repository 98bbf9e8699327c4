"""Which inquiries are listed: open ones, ended ones, or all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.theme.theme import theme_of


class OpenChips(QWidget):
    """Exactly one is chosen, at first the open ones."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = Button(tr("Open"), variant="quiet")
        self.closed = Button(tr("Closed"), variant="quiet")
        self.all = Button(tr("All"), variant="quiet")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.tiny)
        for button in (self.open, self.closed, self.all):
            button.setCheckable(True)
            self._group.addButton(button)
            row.addWidget(button)
        self.open.setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit())

    @property
    def is_open(self) -> bool | None:
        """Whether open or ended ones are listed; None for both."""
        return None if self.all.isChecked() else self.open.isChecked()
