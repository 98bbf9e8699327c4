"""Says in the store that a worker is there, also while it is in the middle of something long.

One step of deliveries can last minutes with a slow mail server; whoever looks must not think that nobody delivers.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import StoreUnavailable
from desktop.models.change import ChangeKind, Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_EVERY = timedelta(seconds=10)
_LOOK_EVERY_S = 1.0


class Heartbeat:
    """``standing`` says in words how the worker ``name`` stands; it is asked on both threads."""

    def __init__(self, store: Store, name: str, standing: Callable[[], str]) -> None:
        self._store = store
        self._name = name
        self._standing_now = standing
        self._standing = ""
        self._seen_at: datetime | None = None
        self._one_at_a_time = threading.Lock()
        self._stop = threading.Event()
        self.ended: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="heartbeat")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Nothing is said any more when this returns."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def beat(self) -> None:
        """Say it where it is time to, or there is news. Raises StoreUnavailable."""
        with self._one_at_a_time:
            now, standing = self._store.clock(), self._standing_now()
            is_news = standing != self._standing
            if not is_news and self._seen_at is not None and now - self._seen_at < _EVERY:
                return
            with self._store.write() as unit:
                unit.outbox.report_worker(self._name, standing)
                if is_news:
                    unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
                unit.commit()
            self._seen_at, self._standing = now, standing

    def _run(self) -> None:
        try:
            while not self._stop.wait(_LOOK_EVERY_S):
                self._beat_again()
        except Exception as fault:  # noqa: BLE001  whoever runs it must see what ended it
            _log.exception("the worker's heartbeat has stopped")
            self.ended.set_exception(fault)
        else:
            self.ended.set_result(None)

    def _beat_again(self) -> None:
        """What there is to say first, and how long to wait for a store that is away, is for the worker itself."""
        if self._seen_at is None:
            return
        try:
            self.beat()
        except StoreUnavailable as trouble:
            _log.info("the worker could not say that it is there: %s", trouble.title)
