"""Takes what the broker sends beside the window, on a thread of its own, for as long as the program runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.late import late

if TYPE_CHECKING:
    from desktop.services.feed import feed_watch
    from desktop.store.store import Store
else:
    feed_watch = late("desktop.services.feed.feed_watch")


class Feeds(QObject):
    """The watch of an embedded store. ``reported`` brings its news to the GUI thread; ``failed`` is a fault."""

    reported = Signal(object)  # FeedNews
    failed = Signal(object)  # Exception
    _posted = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ended = threading.Event()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="feed")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the records in hand; a file that was begun is read again by whoever comes next."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        try:
            feed_watch.watch(self._store, self._ended, self._posted.emit)
        except Exception as error:  # noqa: BLE001  whatever ends the feed must be seen
            self._posted.emit(error)

    def _on_posted(self, item: object) -> None:
        if isinstance(item, Exception):
            self.failed.emit(item)
        else:
            self.reported.emit(item)
