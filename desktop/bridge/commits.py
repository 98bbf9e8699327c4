"""Brings the news of every commit of this program to the GUI thread, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from desktop.bridge.refresh import Refresh
    from desktop.store.store import Store


class Commits(QObject):
    """Commits are made on job and delivery threads; ``refresh`` lives on the GUI thread."""

    _made = Signal(object)

    def __init__(self, store: Store, refresh: Refresh, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made.connect(refresh.take, Qt.ConnectionType.QueuedConnection)
        store.listen(self._made.emit)
