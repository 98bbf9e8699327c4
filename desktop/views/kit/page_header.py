"""The top of a page: its title, a sentence if it needs one, and what can be done here."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class PageHeader(QWidget):
    """Title and sentence at the left, actions at the right in the order they are added."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(title, "title")
        self._sentence = Words(sentence, "quiet").wrapped()
        if not sentence:
            self._sentence.hide()
        self._actions = QHBoxLayout()
        self._arrange()

    @property
    def title(self) -> str:
        return self._title.text()

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def add_action(self, widget: QWidget, *, first: bool = False) -> None:
        """Add a button or other widget at the right end, or before those that are there."""
        self._actions.insertWidget(0 if first else self._actions.count(), widget)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self._actions.setSpacing(scale.small)
        words = QVBoxLayout()
        words.setSpacing(scale.tiny)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.large)
        row.addLayout(words, 1)
        row.addLayout(self._actions)
