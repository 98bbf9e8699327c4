"""What is measured on a screen: when rows are painted, and how long each turn of the loop takes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from desktop import paths
from desktop.views.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST_S = 600.0
_LOOK_MS = 500
_TICK_MS = 5


def themed_application() -> QApplication:
    """The one application of this run, in the program's look."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    if not app.property("themed"):
        Theme(paths.resources(), parent=app).install(app)
        app.setProperty("themed", True)
    return app


class RowsPainted(QObject):
    """Sees when a table is painted while it has rows."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.seen = False
        self._table = table
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._table.model().rowCount() > 0:
            self.seen = True
        return False


def turn() -> None:
    """One turn of the event loop; what is painted in it is painted when this returns."""
    QApplication.processEvents()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Turn the event loop until it is so. Raises TimeoutError after ten minutes.

    It rests between events, as in the program, and takes no time from the threads that read.
    """
    waking = QTimer(interval=_LOOK_MS)
    waking.start()
    end = time.perf_counter() + _LONGEST_S
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > end:
            raise TimeoutError("what was waited for never came")
    waking.stop()


def since(start: float) -> float:
    """Milliseconds since ``start`` of ``time.perf_counter``."""
    return (time.perf_counter() - start) * 1000


@contextmanager
def stalls() -> Iterator[list[float]]:
    """How much later than it should each tick of a clock in the window comes, in milliseconds."""
    gaps, last = [0.0], time.perf_counter()

    def tick() -> None:
        nonlocal last
        gaps.append(since(last) - _TICK_MS)
        last = time.perf_counter()

    clock = QTimer(interval=_TICK_MS)
    clock.timeout.connect(tick)
    clock.start()
    yield gaps
    clock.stop()
