"""Listens for the changes of colleagues on a thread of its own."""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.errors import StoreAway
from desktop.language import tr
from desktop.models.change import anything

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.change_feed import ChangeFeed
    from desktop.models.change import Change

_TURN_S = 0.5
_LONGEST_PAUSE_S = 30.0
_BEAT_MS = 2000
_SILENT_BEATS, _LOST_BEATS = 3, 10
_LEAVING_S = 5.0
_log = logging.getLogger(__name__)


class Watch(QObject):
    """Opens a feed on its thread and hands on what it says; opens it anew when it breaks.

    ``troubled`` is announced once when listening breaks and ``recovered`` when it works again; then
    anything may have changed, and is heard to have.
    All three are emitted on the GUI thread.

    A question to a store is answered in a moment. One that is silent for six seconds is in trouble too;
    after twenty ``cut`` lets go of it, so that nobody waits for ever.
    """

    heard = Signal(object)  # Change
    troubled = Signal(object)  # Exception
    recovered = Signal()
    _posted = Signal(object)

    def __init__(
        self,
        open_feed: Callable[[], ChangeFeed],
        parent: QObject | None = None,
        *,
        cut: Callable[[], object] = lambda: None,
        first_pause_s: float = 0.5,
        leaving_s: float = _LEAVING_S,
    ) -> None:
        super().__init__(parent)
        self._open_feed = open_feed
        self._cut = cut
        self._first_pause_s = first_pause_s
        self._leaving_s = leaving_s
        self._turns = self._seen_turns = self._beats = 0
        self._is_broken = self._is_silent = False
        # Counted and not timed: a computer that has slept has not waited.
        self.beat = QTimer(self, interval=_BEAT_MS)
        self.beat.timeout.connect(self._on_beat)
        self._ended = threading.Event()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._listen, name="watch")

    def start(self) -> None:
        self._thread.start()
        self.beat.start()

    def stop(self) -> None:
        """Ends within one turn of the feed, half a second; safe when never started.

        A store that is silent for longer than some seconds is let go of.
        """
        self._ended.set()
        self.beat.stop()
        if self._thread.is_alive():
            self._thread.join(self._leaving_s)
            if self._thread.is_alive():
                _log.warning("the store is silent; its connections are cut")
                self._cut()
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
        self._turns += 1
        if change is not None:
            self._posted.emit(change)

    def _on_posted(self, item: Change | Exception | None) -> None:
        if isinstance(item, Exception):
            self._is_broken, self._is_silent = True, False
            self.troubled.emit(item)
        elif item is None:
            self._is_broken = False
            self._tell_recovered()
        else:
            self.heard.emit(item)

    def _tell_recovered(self) -> None:
        # A feed that is opened anew tells of what comes after it.
        self.heard.emit(anything())
        self.recovered.emit()

    def _on_beat(self) -> None:
        if self._is_broken or self._turns != self._seen_turns:
            was_silent, self._is_silent = self._is_silent, False
            self._beats, self._seen_turns = 0, self._turns
            if was_silent:
                self._tell_recovered()
            return
        self._beats += 1
        if self._beats == _SILENT_BEATS:
            self._is_silent = True
            _log.warning("the store is silent")
            self.troubled.emit(_silent())
        elif self._beats == _LOST_BEATS:
            self._cut()


def _silent() -> StoreAway:
    return StoreAway(
        tr("The store does not answer"),
        tr(
            "Its server was asked some seconds ago. What you see may be old, and nothing is saved until it answers."
        ),
        tr("The program goes on by itself."),
    )
