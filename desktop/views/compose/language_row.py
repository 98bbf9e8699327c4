"""Chooses in which language a message is being written; adds one, and takes one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.language_names import language_name
from desktop.views.message.language_bar import LanguageBar
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFFERED = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt",
    "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip


class LanguageRow(QWidget):
    """Without a variant there is only the button to add one."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = LanguageBar()
        self.menu = QMenu(self)
        self.add = Button("", variant="quiet", icon="plus")
        self.add.setToolTip(tr("Add language: other words for the clients of that language"))
        self.add.setMenu(self.menu)
        self.remove = IconButton("trash", tr("Remove this language"), self._on_remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.bar)
        row.addWidget(self.remove)
        row.addWidget(self.add)
        row.addStretch(1)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.chosen.connect(lambda _tag: self._show())
        self.set_languages(())

    @property
    def language(self) -> str:
        return self.bar.language

    def set_languages(self, tags: Sequence[str]) -> None:
        self.bar.set_languages(tags)
        self.menu.clear()
        for tag in _OFFERED:
            if tag not in tags:
                action = self.menu.addAction(language_name(tag).replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, chosen=tag: self.added.emit(chosen))
        self._show()

    def _show(self) -> None:
        for widget, there in ((self.bar, self.bar.count() > 1), (self.remove, bool(self.language))):
            widget.setVisible(there)
        # The names of the languages need the room; what the sign means has been read by then.
        words = tr("Add language")
        self.add.setText("" if self.bar.count() > 1 else words)
        self.add.setAccessibleName(words)

    def _on_remove(self) -> None:
        self.removed.emit(self.language)
