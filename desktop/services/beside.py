"""What is written to the store while mails leave: one job at a time, beside whoever has mails in hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class AtOnce(Executor):
    """Does what it is given on the spot: the lane of those who need nothing beside."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """See Executor."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result is told, as with any lane
            future.set_exception(error)
        return future


class Beside:
    """Does one job at a time in ``lane``; what follows from it happens where it is asked for, in ``finish``.

    ``wake`` is called from the lane when a job has ended.
    """

    def __init__(self, lane: Executor, wake: Callable[[], None] = lambda: None) -> None:
        self._lane = lane
        self._wake = wake
        self._job: tuple[Future[Any], Callable[[Any], None], Callable[[], None]] | None = None

    @property
    def is_free(self) -> bool:
        """Whether the last job is done, and what follows from it as well."""
        return self._job is None

    def start(
        self, job: Callable[[], T], done: Callable[[T], None], undone: Callable[[], None] = lambda: None
    ) -> None:
        """Begin ``job``; its result goes to ``done``, and where it fails ``undone`` is called."""
        if self._job is not None:
            raise RuntimeError("a job is under way")
        self._job = self._lane.submit(job), done, undone
        self._job[0].add_done_callback(lambda _: self._wake())

    def finish(self, wait_s: float | None = None) -> bool:
        """Whether the job is done; waits for ``wait_s`` seconds at most. Raises what the job raised."""
        if self._job is None:
            return True
        future, done, undone = self._job
        try:
            future.exception(wait_s)
        except TimeoutError:  # only waiting raises it: what the job raised is not raised here
            return False
        self._job = None
        try:
            result = future.result()
        except BaseException:
            undone()
            raise
        done(result)
        return True
