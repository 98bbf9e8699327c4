"""Something to know about what is being written, above it, with the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable


class NoteBar(QFrame):
    """Hidden until ``show_note``; every button closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("kind", "warning")
        self._words = Words().wrapped()
        self._buttons: list[Button] = []
        scale = theme_of(self).scale
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(scale.medium, scale.small, scale.medium, scale.small)
        self._row.setSpacing(scale.small)
        self._row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_note(self, words: str, *ways: tuple[str, Callable[[], object]]) -> None:
        """Say it, with a button for each way on."""
        self._words.setText(words)
        self.setAccessibleName(words)
        while self._buttons:
            old = self._buttons.pop()
            self._row.removeWidget(old)
            old.deleteLater()
        for label, act in ways:
            self._add(Button(label), act)
        self._add(Button(tr("Close"), variant="quiet"))
        self.show()

    def _add(self, button: Button, act: Callable[[], object] | None = None) -> None:
        button.clicked.connect(self.hide)
        if act is not None:
            button.clicked.connect(lambda _checked=False: act())
        self._buttons.append(button)
        self._row.addWidget(button)
