"""Tabs within a page, words over a line: closer together where there is little room, and never cut while they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget


class TabBar(QTabBar):
    """``name`` is what it is read aloud as."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setExpanding(False)
        self.setDrawBase(False)

    @property
    def is_close(self) -> bool:
        """Whether the tabs stand closer together than they do with room."""
        return bool(self.property("close"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(theme_of(self).scale.medium), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space()

    def tabLayoutChange(self) -> None:
        super().tabLayoutChange()
        self._space()

    def _space(self) -> None:
        is_close = self._width(theme_of(self).scale.wide) > self.width()
        if is_close != self.is_close:
            self.setProperty("close", is_close)
            self.style().unpolish(self)
            self.style().polish(self)
            # Of all that lays the tabs out anew this alone changes nothing else.
            self.setIconSize(self.iconSize())

    def _width(self, between: int) -> int:
        scale = theme_of(self).scale
        now = scale.medium if self.is_close else scale.wide
        return sum(self.tabSizeHint(at).width() - now + between for at in range(self.count()))
