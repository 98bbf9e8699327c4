"""A password that is kept but never shown again: it can be typed, changed and removed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class PasswordBox(QWidget):
    """``wanted`` is what to do: None leaves what is kept, empty forgets it, a text replaces it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = False
        self._open = True
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.words = Words("")
        self.change_button = Button(tr("Change"), self._on_change)
        self.remove_button = Button(tr("Remove"), self._on_remove)
        self.keep_button = Button(tr("Keep"), lambda: self.show_kept(kept=self._kept))
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.line, 1)
        row.addWidget(self.words, 1)
        for button in (self.change_button, self.remove_button, self.keep_button):
            row.addWidget(button)
        self.show_kept(kept=False)

    @property
    def wanted(self) -> str | None:
        if self._open:
            return self.line.text() or None
        return "" if self._removed else None

    def show_kept(self, *, kept: bool) -> None:
        """Whether a password is kept; what was typed is gone."""
        self._kept, self._open, self._removed = kept, not kept, False
        self.line.clear()
        self._show()

    def name(self, words: str) -> None:
        """What screen readers call the line."""
        self.line.setAccessibleName(words)

    def _on_change(self) -> None:
        self._open = True
        self._show()
        self.line.setFocus()

    def _on_remove(self) -> None:
        self._removed = True
        self._show()
        self.keep_button.setFocus()

    def _show(self) -> None:
        self.line.setVisible(self._open)
        self.words.setVisible(not self._open)
        self.words.setText(
            tr("The password will be removed.") if self._removed else tr("A password is saved.")
        )
        settled = self._kept and not self._open and not self._removed
        self.change_button.setVisible(settled)
        self.remove_button.setVisible(settled)
        self.keep_button.setVisible(self._kept and not settled)
        self.setFocusProxy(self.line if self._open else self.change_button)
        self.edited.emit()
