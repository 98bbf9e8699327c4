"""A button that is an icon, with words for those who point and those who listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Callable


class IconButton(QToolButton):
    """An icon with its words on hover and for screen readers."""

    def __init__(
        self,
        icon: str,
        words: str,
        on_click: Callable[[], object] | None = None,
        *,
        role: str = "text-quiet",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_icon(self, icon, role)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
