"""Watches for parts of a window that appear for a moment as windows of their own.

That happens when a part is shown before it is put into its parent; the window then loses the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Flashes(QObject):
    """``seen`` names each part that was put into a parent while it stood on the screen by itself."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._app = app
        app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        about_to_move = event.type() == QEvent.Type.ParentAboutToChange
        if about_to_move and isinstance(watched, QWidget) and watched.isWindow() and watched.isVisible():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName() or watched.objectName()}")
        return False
