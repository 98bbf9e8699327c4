"""Brings the news of the process that takes what the broker sends to the GUI thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.late import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.feed import feed_beside
else:
    feed_beside = late("desktop.services.feed.feed_beside")


class Feeds(QObject):
    """A watch beside the window, begun by the command line ``words``. ``reported`` brings its news.

    ``failed`` is a fault, after which it stands still; ``rested`` says that it had nothing to do any more.
    """

    reported = Signal(object)  # FeedNews
    failed = Signal(object)  # Exception
    rested = Signal()
    _posted = Signal(object)

    def __init__(self, words: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._beside: feed_beside.FeedBeside | None = None
        self._thread: threading.Thread | None = None
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has neither rested nor failed."""
        return self._beside is not None

    def start(self) -> None:
        if self._beside is None:
            self._beside = feed_beside.FeedBeside(self._words)
            self._thread = threading.Thread(target=self._work, args=(self._beside,), name="feed")
            self._thread.start()

    def stop(self) -> None:
        """Ends after the records in hand; a file that was begun is read again by whoever comes next."""
        if self._beside is not None:
            self._beside.end()
        if self._thread is not None:
            self._thread.join()

    def _work(self, beside: feed_beside.FeedBeside) -> None:
        try:
            for news in beside.news():
                self._posted.emit(news)
            self._posted.emit(None)
        except Exception as error:  # noqa: BLE001  whatever ends the feed must be seen
            self._posted.emit(error)

    def _on_posted(self, item: object) -> None:
        if item is None:
            self._beside = None
            self.rested.emit()
        elif isinstance(item, Exception):
            self.failed.emit(item)
        else:
            self.reported.emit(item)
