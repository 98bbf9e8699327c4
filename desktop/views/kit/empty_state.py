"""What an empty place says: what will be here, and the first step towards it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.icons import pixmap
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class EmptyState(QWidget):
    """An icon, a title, a sentence and at most one action, in the middle of the place."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.icon = icon
        self._picture = QLabel()
        self._title = Words("", "emphasis")
        self._sentence = Words("", "quiet").wrapped()
        self._arrange(action)
        self.set_words(title, sentence)
        theme_of(self).changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def set_words(self, title: str, sentence: str) -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def set_icon(self, icon: str) -> None:
        if icon != self.icon:
            self.icon = icon
            self._on_theme_changed()

    def _arrange(self, action: QWidget | None) -> None:
        scale = theme_of(self).scale
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.huge, scale.wide, scale.huge)
        column.setSpacing(scale.small)
        column.addStretch(2)
        column.addWidget(self._picture, 0, middle)
        column.addWidget(self._title, 0, middle)
        self._sentence.setAlignment(middle)
        self._sentence.setMaximumWidth(scale.width_field)
        # In a row of its own, because a layout forgets the height of wrapped text that it aligns.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._sentence, 1000)
        row.addStretch(1)
        column.addLayout(row)
        if action is not None:
            column.addSpacing(scale.small)
            column.addWidget(action, 0, middle)
        column.addStretch(3)

    def _on_theme_changed(self) -> None:
        size = theme_of(self).scale.icon_hero
        self._picture.setPixmap(pixmap(self.icon, "text-quiet", size, self.devicePixelRatioF()))
