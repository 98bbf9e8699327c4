"""Refusals that belong to a page: said while it is in view, and gone when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.notices import NoticeBus
    from desktop.errors import Refused


class PageTroubles(QObject):
    """What stands over the window would cover another page, whose reader can do nothing about it."""

    def __init__(self, notices: NoticeBus, page: QWidget) -> None:
        super().__init__(page)
        self._notices = notices
        self._page = page
        self._told: set[str] = set()
        self._waiting: list[Refused] = []
        page.installEventFilter(self)

    def tell(self, refusal: Refused) -> None:
        """Say it, or as soon as the page is in view again."""
        if not self._page.isVisible():
            self._waiting.append(refusal)
            return
        self._told.add(refusal.title)
        self._notices.trouble(refusal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Spontaneous is what the desktop does to the whole window.
        if watched is self._page and not event.spontaneous():
            if event.type() == QEvent.Type.Hide:
                self._withdraw()
            elif event.type() == QEvent.Type.Show:
                waiting, self._waiting = self._waiting, []
                for refusal in waiting:
                    self.tell(refusal)
        return super().eventFilter(watched, event)

    def _withdraw(self) -> None:
        told, self._told = self._told, set()
        for title in told:
            self._notices.withdraw(title)
