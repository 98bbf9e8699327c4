"""A file is being read or imported: how far, and a way to call it off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

_STEPS = 1_000


class Busy(QWidget):
    """A sentence, a bar and Cancel."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Words("", "emphasis").wrapped()
        self.detail = Words("", "quiet").wrapped()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = Button(tr("Cancel"), self._on_cancel)
        self._arrange()

    def begin(self, sentence: str, detail: str = "") -> None:
        """Say what is under way; how far is not known yet."""
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)

    def report(self, done: int, total: int, _words: str) -> None:
        """Show how far it is."""
        self.bar.setRange(0, _STEPS if total else 0)
        self.bar.setValue(done * _STEPS // total if total else 0)

    def _on_cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.sentence.setText(tr("Stopping…"))
        self.cancelled.emit()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.huge, scale.large, scale.huge)
        column.setSpacing(scale.medium)
        for part in (self.sentence, self.bar, self.detail):
            column.addWidget(part)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
