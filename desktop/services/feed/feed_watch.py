"""Watches the folder for what the broker sends, and makes what came in quick to find, for as long as a program runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import Cancelled, Refused, StoreUnavailable
from desktop.language import tr
from desktop.services.broker_messages import index_some
from desktop.services.feed.feed_folder import FeedFolder, TakenFile
from desktop.settings import FEED_FOLDER

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 1.0
_REST_S = 15.0
_BREATH_S = 0.02


@dataclass(frozen=True, slots=True)
class FeedNews:
    """What a watch has to say: a file being read, a file taken, or why nothing comes in. All empty: nothing."""

    file: str = ""
    share: float = 0.0
    taken: TakenFile | None = None
    trouble: Refused | None = None


Report = Callable[[FeedNews], None]


def watch(
    store: Store,
    stop_event: threading.Event,
    report: Report = lambda _news: None,
    *,
    while_wanted: bool = False,
) -> None:
    """Take what is dropped into the office's folder until ``stop_event`` is set; troubles are told and outlived.

    With ``while_wanted`` it ends too when no folder is chosen and all words are in their index.
    """
    watcher = _Watcher(store, stop_event, report)
    while not stop_event.is_set():
        rest = watcher.turn()
        if while_wanted and watcher.is_idle and not is_wanted(store):
            return
        stop_event.wait(rest)


def is_wanted(store: Store) -> bool:
    """Whether a watch has anything to do: a folder is chosen, or enough messages wait to be indexed."""
    with store.read() as unit:
        return bool(FEED_FOLDER.of(unit.office.settings())) or unit.broker.has_block_to_make()


class _Watcher:
    def __init__(self, store: Store, stop_event: threading.Event, report: Report) -> None:
        self._store = store
        self._stop = stop_event
        self._report = report
        self._folder: FeedFolder | None = None
        self._is_told = False
        self.is_idle = False

    def turn(self) -> float:
        """Look once; returns how many seconds to wait before the next look."""
        self.is_idle = False
        try:
            self._look()
            self._index()
            self.is_idle = self._folder is None
        except Cancelled:
            return 0.0
        except Refused as trouble:
            self._tell(trouble)
            return _REST_S
        if self._is_told:
            self._is_told = False
            self._report(FeedNews())
        return _LOOK_EVERY_S

    def _look(self) -> None:
        with self._store.read() as unit:
            chosen = FEED_FOLDER.of(unit.office.settings())
        if not chosen:
            self._folder = None
            return
        if self._folder is None or self._folder.folder != Path(chosen):
            self._folder = FeedFolder(self._store, tr("feed folder"), Path(chosen))
        for taken in self._folder.look(self._progress):
            self._report(FeedNews(taken.name, 1.0, taken))

    def _progress(self, name: str, read: int, size: int, _taken: int) -> None:
        # Whoever else writes comes in between two batches: who waits for SQLite only looks now and then.
        if self._stop.wait(_BREATH_S):
            raise Cancelled
        self._report(FeedNews(name, read / max(size, 1)))

    def _index(self) -> None:
        """A little at a time: whoever writes meanwhile waits for one step at most."""
        while index_some(self._store) and not self._stop.wait(_BREATH_S):
            pass

    def _tell(self, trouble: Refused) -> None:
        if not self._is_told:
            _log.warning("the feed stands still: %s", trouble.title)
            self._is_told = True
            self._report(FeedNews(trouble=trouble))
        if isinstance(trouble, StoreUnavailable):
            self._folder = None
