"""Watches for parts of a window that appear for a moment as windows of their own.

That happens when a part is shown before it is put into its parent; the window then loses the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Flashes(QObject):
    """``seen`` names each part that stood on the screen by itself before it was put into a parent."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._alone: set[int] = set()
        self._app = app
        app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            if event.type() == QEvent.Type.Show and watched.isWindow():
                self._alone.add(id(watched))
            elif event.type() == QEvent.Type.ParentChange and id(watched) in self._alone:
                self.seen.append(
                    f"{type(watched).__name__} {watched.accessibleName() or watched.objectName()}"
                )
        return False
