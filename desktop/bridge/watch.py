"""Listens for the changes of colleagues on a thread of its own."""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.models.change import anything

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.change_feed import ChangeFeed
    from desktop.models.change import Change

_TURN_S = 0.5
_LONGEST_PAUSE_S = 30.0
_log = logging.getLogger(__name__)


class Watch(QObject):
    """Opens a feed on its thread and hands on what it says; opens it anew when it breaks.

    ``troubled`` is announced once when listening breaks and ``recovered`` when it works again; then
    anything may have changed, and is heard to have.
    All three are emitted on the GUI thread.
    """

    heard = Signal(object)  # Change
    troubled = Signal(object)  # Exception
    recovered = Signal()
    _posted = Signal(object)

    def __init__(
        self, open_feed: Callable[[], ChangeFeed], parent: QObject | None = None, first_pause_s: float = 0.5
    ) -> None:
        super().__init__(parent)
        self._open_feed = open_feed
        self._first_pause_s = first_pause_s
        self._ended = threading.Event()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._listen, name="watch")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends within one turn of the feed, half a second; safe when never started."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _listen(self) -> None:
        pause, broken = self._first_pause_s, False
        while not self._ended.is_set():
            try:
                with contextlib.closing(self._open_feed()) as feed:
                    while not self._ended.is_set():
                        self._turn(feed)
                        if broken:
                            self._posted.emit(None)
                        pause, broken = self._first_pause_s, False
            except Exception as error:  # noqa: BLE001  a watch outlives whatever ails its connection
                if not broken:
                    _log.warning("listening for changes broke: %s", type(error).__name__)
                    self._posted.emit(error)
                broken = True
                self._ended.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)

    def _turn(self, feed: ChangeFeed) -> None:
        change = feed.next_change(_TURN_S)
        if change is not None:
            self._posted.emit(change)

    def _on_posted(self, item: Change | Exception | None) -> None:
        if isinstance(item, Exception):
            self.troubled.emit(item)
        elif item is None:
            # A feed that is opened anew tells of what comes after it.
            self.heard.emit(anything())
            self.recovered.emit()
        else:
            self.heard.emit(item)
