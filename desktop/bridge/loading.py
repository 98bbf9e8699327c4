"""Loads what is declared late, in the pauses of the window: Python runs one thread at a time."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractEventDispatcher, QObject

from desktop.late import load_all, when_hurried

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

    from desktop.bridge.jobs import Jobs

# The longest time a module waits for a window that has no pause.
_LONGEST_S = 0.05
# How long one thread may go on while another waits; Python's own 5 ms are felt in a window that paints.
_TURN_S = 0.0002


class Loading(QObject):
    """From ``start`` to the last module, threads that load one begin it when the window rests."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._rests = threading.Event()
        self._finder = _Finder(self._rests)
        self._turn_s = sys.getswitchinterval()
        self._dispatcher: QAbstractEventDispatcher | None = None

    def start(self) -> None:
        """Call once, on the GUI thread."""
        self._dispatcher = dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._rests.set)
        dispatcher.awake.connect(self._rests.clear)
        when_hurried(self._rests.set)
        sys.meta_path.insert(0, self._finder)
        sys.setswitchinterval(_TURN_S)
        self._jobs.read(load_all, then=lambda _: self.stop(), failed=lambda _: self.stop(), owner=self)

    def stop(self) -> None:
        """Let modules be loaded as ever; safe when it never began or is over."""
        if self._dispatcher is None:
            return
        self._dispatcher.aboutToBlock.disconnect(self._rests.set)
        self._dispatcher.awake.disconnect(self._rests.clear)
        self._dispatcher = None
        when_hurried(None)
        sys.meta_path.remove(self._finder)
        sys.setswitchinterval(self._turn_s)
        self._rests.set()


class _Finder:
    """Finds nothing: it is asked before each module, and that is the moment to wait."""

    def __init__(self, rests: threading.Event) -> None:
        self._rests = rests

    def find_spec(self, fullname: str, path: object, target: object = None, /) -> ModuleSpec | None:
        if threading.current_thread() is not threading.main_thread():
            self._rests.wait(_LONGEST_S)
        return None
