"""Where a file cannot be read in the encoding that it seems to have: in which one to try it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.services.import_files.encodings import ENCODINGS, encoding_title
from desktop.views.kit.choice_box import ChoiceBox


class EncodingChoice(ChoiceBox):
    """Hidden until it is offered. ``chosen`` carries the encoding's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Encoding"))
        self.setPlaceholderText(tr("Choose an encoding"))
        for encoding in ENCODINGS:
            self.addItem(encoding_title(encoding), encoding)
        self.activated.connect(lambda _: self.chosen.emit(self.currentData()))
        self.hide()

    def offer(self) -> None:
        """Ask, with none chosen."""
        self.setCurrentIndex(-1)
        self.show()
        self.setFocus()
