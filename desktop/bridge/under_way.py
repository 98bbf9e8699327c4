"""Writes of many records in parts: how far they are, a way to call them off, and what comes of them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.bridge.cancel import CancelToken
from desktop.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from desktop.bridge.desk import Desk

T = TypeVar("T")

_PATIENCE_MS = 1000


class UnderWay(QObject):
    """``progressed`` says how many of how many while it takes longer than a second, and 0 of 0 at the end.

    ``changed`` when a write begins or ends.
    """

    changed = Signal()
    progressed = Signal(int, int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tokens: list[CancelToken] = []
        self._far = (0, 0)
        # Only what takes long is worth a bar.
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._tell_far)

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return bool(self._tokens)

    def begin(
        self,
        count: int,
        fn: Callable[..., tuple[T, Refused | None]],
        *args: Any,
        then: Callable[[T], object],
    ) -> None:
        """Write ``count`` records with ``fn``, which gets ``args``, a token to look at, and ``progress``.

        It returns what was done until it was called off or refused, and the refusal. ``then`` takes what was done.
        """
        token = CancelToken()
        self._tokens.append(token)
        self._far = (0, count)
        self._patience.start()
        self.changed.emit()
        self._desk.jobs.write_long(
            fn, *args, token,
            then=functools.partial(self._on_ended, token, then),
            failed=functools.partial(self._on_failed, token),
            owner=self,
            progress=self._on_progress,
        )  # fmt: skip

    def stop(self) -> None:
        """Call off what is under way; what was done stays done."""
        for token in self._tokens:
            token.cancel()

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        self._far = (done, total)
        if not self._patience.isActive():
            self._tell_far()

    def _tell_far(self) -> None:
        self.progressed.emit(*self._far)

    def _on_ended(
        self, token: CancelToken, then: Callable[[T], object], found: tuple[T, Refused | None]
    ) -> None:
        """What was done before something was refused is told, and can be undone, all the same."""
        self._end(token)
        done, refusal = found
        then(done)
        if refusal is not None:
            self._desk.notices.trouble(refusal)

    def _on_failed(self, token: CancelToken, error: Exception) -> None:
        self._end(token)
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)

    def _end(self, token: CancelToken) -> None:
        self._tokens.remove(token)
        self.changed.emit()
        if not self._tokens:
            self._patience.stop()
            self.progressed.emit(0, 0)
