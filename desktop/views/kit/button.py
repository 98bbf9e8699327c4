"""Buttons in the variants the style sheet knows; a screen has at most one filled one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent

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
        self._stood_in: QWidget | None = None
        self._usual_tip: str | None = None
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.isEnabled():
            self._stood_in = self.window().focusWidget()

    def changeEvent(self, event: QEvent) -> None:
        """A button at rest while its work is done has the focus again afterwards, unless a person moved it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.isEnabled() and self._stood_in is not None:
            is_where_it_went = self.window().focusWidget() is self.last_to_stand_in()
            self._stood_in = None
            if is_where_it_went and self.isVisible():
                self.setFocus()

    def last_to_stand_in(self) -> QWidget | None:
        """Whoever stood in may have been laid to rest as well, and have handed the focus on."""
        stand_in = self._stood_in
        if isinstance(stand_in, Button) and isValid(stand_in) and not stand_in.isEnabled():
            return stand_in.last_to_stand_in() or stand_in
        return stand_in

    def tell_why_not(self, words: str) -> None:
        """Why it cannot be pressed, on hover and for screen readers; the empty text brings back what stood there."""
        if self._usual_tip is None:
            self._usual_tip = self.toolTip()
        self.setToolTip(words or self._usual_tip)
        self.setAccessibleDescription(words)

    def relabel(self, text: str) -> None:
        """New words on the button and for screen readers."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
