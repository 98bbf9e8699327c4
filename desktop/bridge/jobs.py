"""Runs everything slow off the GUI thread and brings each result back to it, once, in one place."""

from __future__ import annotations

import concurrent.futures
import functools
import itertools
import logging
import queue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desktop.bridge.cancel import CancelToken
from desktop.bridge.garbage import Garbage
from desktop.bridge.job import Job
from desktop.bridge.progress import Progress
from desktop.errors import Cancelled, Refused
from desktop.giving_way import reader_gives_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
_READERS = 3
_log = logging.getLogger(__name__)


class _Outcome(NamedTuple):
    key: int
    value: Any = None
    error: BaseException | None = None


class _Report(NamedTuple):
    key: int
    done: int
    total: int
    words: str


class Jobs(QObject):
    """One for the life of the application: a write lane of one thread, one beside it for long
    writes, a small pool for reading.

    A job is a plain function of plain values. Call from the GUI thread only; ``then`` and
    ``failed`` are called on it. Writes happen even when whoever asked is gone.
    """

    busy_changed = Signal(bool)
    faulted = Signal(object)  # Exception: a refusal nobody took, or any fault of the program
    _knocked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        pool = concurrent.futures.ThreadPoolExecutor
        self._readers = pool(_READERS, thread_name_prefix="read", initializer=reader_gives_way)
        self._writer = pool(1, thread_name_prefix="write")
        self._aside = pool(1, thread_name_prefix="aside")
        self._long = pool(1, thread_name_prefix="long")
        self._keys = itertools.count(1)
        self._open: dict[int, Job] = {}
        self._newest: dict[tuple[int, str], Job] = {}
        self._inbox: queue.SimpleQueue[_Outcome | _Report] = queue.SimpleQueue()
        self._stopped = False
        self._said_busy = False
        self._garbage = Garbage(self)
        self._garbage.start()
        self._knocked.connect(self._on_knocked, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        latest: str | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        token: CancelToken | None = None,
    ) -> Job:
        """Read or use the network. With ``progress`` the function gets a keyword ``progress``.

        ``latest`` names a line of the owner in which a newer job replaces an older one. A
        function that can stop midway is given ``token.check`` among its arguments by the caller,
        and the same ``token`` here. A fault of the program is announced by ``faulted`` even
        where ``failed`` takes it, so that it is always logged.
        """
        job = Job(
            next(self._keys),
            token or CancelToken(),
            writes=False,
            then=then,
            failed=failed,
            progress=progress,
            owner=owner,
            latest=latest,
        )
        return self._submit(self._readers, job, fn, args)

    def write(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        latest: str | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        token: CancelToken | None = None,
    ) -> Job:
        """Write, after all earlier writes. What it changes the store tells by itself."""
        job = Job(
            next(self._keys),
            token or CancelToken(),
            writes=True,
            then=then,
            failed=failed,
            progress=progress,
            owner=owner,
            latest=latest,
        )
        return self._submit(self._writer, job, fn, args)

    def write_long(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        token: CancelToken | None = None,
    ) -> Job:
        """Write much, a transaction at a time, in a lane that no short write waits for.

        Unlike a short write it is called off at the end of the program: ``token`` is looked at by ``fn``,
        between its transactions.
        """
        job = Job(
            next(self._keys),
            token or CancelToken(),
            writes=False,
            then=then,
            failed=failed,
            progress=progress,
            owner=owner,
        )
        return self._submit(self._long, job, fn, args)

    def write_aside(
        self,
        fn: Callable[..., T],
        *args: Any,
        then: Callable[[T], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Write to a file of this desktop, in a lane that never waits for a store."""
        job = Job(next(self._keys), CancelToken(), writes=True, then=then, owner=owner)
        return self._submit(self._aside, job, fn, args)

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def stop(self, timeout: float = 10.0) -> bool:
        """Let pending writes finish, call off reads; False when work outlived ``timeout`` seconds."""
        self._stopped = True
        for job in tuple(self._open.values()):
            if not job.writes:
                job.cancel()
        futures = [job.future for job in self._open.values() if job.future is not None]
        late = concurrent.futures.wait(futures, timeout).not_done
        for pool in (self._writer, self._aside, self._long, self._readers):
            pool.shutdown(wait=not late)
        while not self._inbox.empty():
            self._on_knocked()
        if not late:
            self._garbage.stop()
        else:
            _log.error("%d jobs did not end in time", len(late))
        return not late

    def _submit(
        self, pool: ThreadPoolExecutor, job: Job, fn: Callable[..., Any], args: tuple[Any, ...]
    ) -> Job:
        if self._stopped:
            if job.writes:
                raise RuntimeError("asked to write after the end")
            job.cancel()
            return job
        self._supersede(job)
        extra: dict[str, Any] = {}
        if job.progress is not None:
            extra["progress"] = Progress(job.token, functools.partial(self._on_report, job.key))
        self._open[job.key] = job
        job.future = pool.submit(_run, fn, args, extra, job.token)
        job.future.add_done_callback(functools.partial(self._on_future_done, job.key))
        self._say_busy()
        return job

    def _supersede(self, job: Job) -> None:
        if job.line is None:
            return
        older = self._newest.get(job.line)
        self._newest[job.line] = job
        if older is not None:
            older.superseded = True
            older.cancel()

    def _on_future_done(self, key: int, future: Future[Any]) -> None:
        """Runs on the worker (or on the canceller): touches nothing but the inbox and the signal."""
        if future.cancelled():
            self._post(_Outcome(key, error=Cancelled()))
        elif (error := future.exception()) is not None:
            self._post(_Outcome(key, error=error))
        else:
            self._post(_Outcome(key, future.result()))

    def _on_report(self, key: int, done: int, total: int, words: str) -> None:
        self._post(_Report(key, done, total, words))

    def _post(self, item: _Outcome | _Report) -> None:
        self._inbox.put(item)
        self._knocked.emit()

    def _on_knocked(self) -> None:
        try:
            item = self._inbox.get_nowait()
        except queue.Empty:
            return  # taken by stop()
        if isinstance(item, _Outcome):
            self._finish(item)
        elif (job := self._open.get(item.key)) is not None and job.wanted and job.progress is not None:
            job.progress(item.done, item.total, item.words)

    def _finish(self, outcome: _Outcome) -> None:
        job = self._open.pop(outcome.key)
        job.done = True
        if job.line is not None and self._newest.get(job.line) is job:
            del self._newest[job.line]
        try:
            if outcome.error is not None:
                self._tell_error(job, outcome.error)
            else:
                self._tell_value(job, outcome.value)
        finally:
            self._say_busy()

    def _say_busy(self) -> None:
        """After the telling, so that one job leading to the next is one busy time."""
        if self._said_busy is not self.busy:
            self._said_busy = self.busy
            self.busy_changed.emit(self.busy)

    def _tell_value(self, job: Job, value: Any) -> None:
        if job.then is not None and job.wanted:
            job.then(value)

    def _tell_error(self, job: Job, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        refused = isinstance(error, Refused)
        taken = job.failed is not None and job.wanted
        if not refused or (not taken and (job.writes or job.wanted)):
            self.faulted.emit(error)
        if taken and job.failed is not None and isinstance(error, Exception):
            job.failed(error)


def _run(fn: Callable[..., T], args: tuple[Any, ...], extra: dict[str, Any], token: CancelToken) -> T:
    """Not begun when already called off between queue and thread."""
    token.check()
    return fn(*args, **extra)
