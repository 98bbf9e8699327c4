"""A text field that takes a hundred thousand lines at once: what is too long to be shown is held aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.language import tr, trn

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_MOST_SHOWN = 20_000
"""Characters: laying out more than these keeps the window."""


class PasteBox(QPlainTextEdit):
    """``edited`` tells that ``whole_text`` is another now."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = ""
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("Paste or type account numbers, with anything between them"))
        self.setAccessibleName(tr("Account numbers"))
        self.textChanged.connect(self.edited)

    @property
    def whole_text(self) -> str:
        """What was typed and pasted."""
        return self._held or self.toPlainText()

    def take_text(self, text: str) -> None:
        """Add ``text`` as if it had been pasted."""
        if len(text) <= _MOST_SHOWN and not self._held:
            self.insertPlainText(text)
            return
        self._held = f"{self.whole_text}\n{text}"
        lines = self._held.count("\n") + 1
        self.setReadOnly(True)
        self.setPlainText(
            trn(
                "{n} line was pasted. It is too long to be shown here.",
                "{n} lines were pasted. They are too many to be shown here.",
                lines,
            )
        )

    def begin_anew(self) -> None:
        """Nothing typed and nothing pasted."""
        self._held = ""
        self.setReadOnly(False)
        self.clear()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.take_text(source.text())
