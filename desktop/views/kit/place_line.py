"""A place on this computer or on a server: shown whole, copied with one click, opened if it is a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.open_place import open_place
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.bridge.notices import NoticeBus


class PlaceLine(QWidget):
    """A line that can be read and selected, not typed in. Give ``folder`` where it can be opened."""

    def __init__(
        self,
        place: str,
        notices: NoticeBus,
        folder: Path | None = None,
        *,
        opener: Callable[[Path], object] = open_place,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._notices, self._opener = folder, notices, opener
        self.line = QLineEdit(place)
        self.line.setReadOnly(True)
        self.line.setCursorPosition(0)
        self.copy_button = Button(tr("Copy"), self._on_copy)
        self.open_button = Button(tr("Open folder"), self._on_open)
        if folder is None:
            self.open_button.hide()
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.open_button)

    def name(self, words: str) -> None:
        """What screen readers call the line."""
        self.line.setAccessibleName(words)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())
        self._notices.tell(tr("Copied."))

    def _on_open(self) -> None:
        if self._folder is None:
            return
        try:
            self._opener(self._folder)
        except Refused as refusal:
            self._notices.trouble(refusal)
