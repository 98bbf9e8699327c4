"""Buttons in the variants the style sheet knows; a screen has at most one filled one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

Variant = Literal["plain", "primary", "danger", "quiet", "link"]

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Button(QPushButton):
    """A button with words. ``on_click`` takes no argument."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        variant: Variant = "plain",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        # An ampersand in outside text is a character, not a mark for a shortcut key.
        super().__init__(text.replace("&", "&&"), parent)
        self.setProperty("variant", variant)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        if variant == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            roles = {"primary": "accent-text", "danger": "danger-text", "link": "link"}
            keep_icon(self, icon, roles.get(variant, "text-quiet"))
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, on a page as in a dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
            return
        super().keyPressEvent(event)

    def relabel(self, text: str) -> None:
        """New words on the button and for screen readers."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
