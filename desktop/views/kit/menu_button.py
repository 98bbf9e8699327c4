"""A button that opens a menu: small enough to stand beside a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QActionGroup, QCursor
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class MenuButton(QToolButton):
    """``words`` name it; what is chosen in its menu may stand on it instead, or behind them if it ``keeps_name``."""

    def __init__(self, words: str, parent: QWidget | None = None, *, keeps_name: bool = False) -> None:
        super().__init__(parent)
        self._words = words
        self._keeps_name = keeps_name
        self.said = ""
        self.opens = QMenu(self)
        self.setMenu(self.opens)
        self.setProperty("variant", "menu")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opens.aboutToHide.connect(self._on_menu_closed)
        self.say("")

    def _on_menu_closed(self) -> None:
        """Qt does not tell the button that the pointer left it while the menu was open."""
        is_under = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_under)
        self.update()

    def say(self, chosen: str) -> None:
        """What is chosen; empty where nothing is."""
        self.said = chosen
        whole = f"{self._words}: {chosen}" if chosen else self._words
        words = whole if self._keeps_name else chosen or self._words
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._longest())
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(words if shown != words else "")
        self.setAccessibleName(whole)
        self._embolden()

    def changeEvent(self, event: QEvent) -> None:
        """Another look takes the weight away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._embolden()

    def _embolden(self) -> None:
        font = self.font()
        if font.bold() != bool(self.said):
            font.setBold(bool(self.said))
            self.setFont(font)

    def _longest(self) -> int:
        return self.fontMetrics().averageCharWidth() * 26


def offer_choices(
    button: MenuButton, named: Mapping[str, str], chosen: str, take: Callable[[str], object]
) -> None:
    """Put ``named`` keys into the button's menu, one of them chosen; ``take`` is told which is picked."""
    menu = button.opens
    menu.clear()
    group = QActionGroup(menu)
    for key, words in named.items():
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(key == chosen)
        action.triggered.connect(lambda _checked=False, key=key: take(key))
        group.addAction(action)
