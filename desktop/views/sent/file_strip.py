"""The files that came with a message; each can be saved."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.content.file_names import safe_name
from desktop.language import tr
from desktop.services.enclosing import size_words
from desktop.views.kit.button import Button
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.saving import ask_where
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.notices import NoticeBus
    from desktop.models.attachment import AttachedFile


class FileStrip(QWidget):
    """Hidden while there are none. Names are shown safe even where a message brought others."""

    def __init__(self, notices: NoticeBus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self.buttons: list[Button] = []
        self._rest = ElidedLabel("", "caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme_of(self).scale.small)
        self._row.addWidget(self._rest, 1)
        self.hide()

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(file) for file in files]
        for place, button in enumerate(self.buttons):
            self._row.insertWidget(place, button)
        self.setVisible(bool(files))

    def _button(self, file: AttachedFile) -> Button:
        name = safe_name(file.name, tr("attachment"))
        words = tr("{name} ({size})").format(name=_short(name), size=size_words(len(file.data)))
        button = Button(words, functools.partial(self._save, file, name), variant="link", icon="export")
        button.setToolTip(tr("Save {name}").format(name=name))
        return button

    def _save(self, file: AttachedFile, name: str) -> None:
        ask_where(
            self, tr("Save the attachment"), name, lambda path: path.write_bytes(file.data), self._notices
        )


def _short(name: str) -> str:
    """Cut in the middle, so that its ending is seen."""
    return name if len(name) <= 32 else f"{name[:18]}…{name[-12:]}"
