"""A colour as six digits, with a swatch that opens the system's choice of colours."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.theme.theme import theme_of

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class ColourField(QWidget):
    """Empty means none of the office's own."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("None"))
        self.choose_button = Button(tr("Choose…"), self._on_choose)
        size = theme_of(self).scale.icon_small
        self.choose_button.setIconSize(QSize(size, size))
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose_button)
        self.line.textChanged.connect(lambda _text: self._on_changed())
        self._on_changed()

    @property
    def colour(self) -> str:
        """What is typed, be it a colour or not."""
        return self.line.text().strip()

    @property
    def is_colour(self) -> bool:
        return _COLOUR.fullmatch(self.colour) is not None

    def show_colour(self, colour: str) -> None:
        self.line.setText(colour)

    def name(self, words: str) -> None:
        """What screen readers call the parts."""
        self.line.setAccessibleName(words)
        self.choose_button.setAccessibleName(tr("Choose: {what}").format(what=words))

    def _on_choose(self) -> None:
        dialog = QColorDialog(QColor(self.colour) if self.is_colour else QColor(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.line.setText(colour.name()))
        dialog.open()

    def _on_changed(self) -> None:
        size = theme_of(self).scale.icon_small
        swatch = QPixmap(size, size)
        swatch.fill(QColor(self.colour) if self.is_colour else Qt.GlobalColor.transparent)
        self.choose_button.setIcon(QIcon(swatch) if self.is_colour else QIcon())
        self.edited.emit()
