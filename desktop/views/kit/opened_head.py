"""The top of a page opened over an area: the way back, what it is about, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.page_header import PageHeader
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable


class OpenedHead(QFrame):
    """Widgets added with ``add_line`` stand below the title."""

    def __init__(self, back: str, on_back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("areaHead")
        scale = theme_of(self).scale
        self.back = IconButton("chevron-left", back, on_back)
        self.header = PageHeader("")
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.back)
        row.addWidget(self.header, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(scale.large, scale.medium, scale.large, scale.medium)
        self._column.setSpacing(scale.small)
        self._column.addLayout(row)

    def add_line(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
