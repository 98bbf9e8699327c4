"""Says what a test left behind: threads, running timers, windows. What leaks in a test leaks on a desk."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Threads that outlive a test by design, by the start of their names.
ALLOWED_THREADS = (
    "pytest_timeout",  # a watchdog of pytest
    "execnet",  # carries pytest-xdist's results
)
# Qt makes these windows for itself and keeps them.
ALLOWED_WINDOWS = ("QTipLabel", "QDesktopWidget")
GRACE = 2.0  # seconds a thread that is already ending gets


def leaked_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Names of the threads that were not there before and do not end by themselves."""
    known = set(before)
    new = [thread for thread in threading.enumerate() if thread not in known]
    suspects = [thread for thread in new if not thread.name.startswith(ALLOWED_THREADS)]
    for thread in suspects:
        if not isinstance(thread, threading._DummyThread):
            thread.join(GRACE)
    return [thread.name for thread in suspects if thread.is_alive() and not _is_dummy(thread)]


def _is_dummy(thread: threading.Thread) -> bool:
    """Whether Python only met the thread in passing; Qt's own pool threads are seen so and belong to Qt."""
    return isinstance(thread, threading._DummyThread)


def qt_objects() -> dict[int, Any]:
    """Windows and running timers that are alive now; empty where Qt is not in use."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    core = sys.modules.get("PySide6.QtCore")
    if widgets is None or core is None or widgets.QApplication.instance() is None:
        return {}
    windows = {id(w): w for w in widgets.QApplication.topLevelWidgets() if _is_own_window(w)}
    wrappers = sys.modules["shiboken6"].getAllValidWrappers()
    timers = {id(w): w for w in wrappers if isinstance(w, core.QTimer) and w.isActive()}
    return windows | timers


def _is_own_window(widget: Any) -> bool:
    return widget.parent() is None and widget.metaObject().className() not in ALLOWED_WINDOWS


def leaked_qt_objects(before: Iterable[int]) -> list[str]:
    """Descriptions of the windows and running timers that were not there before."""
    known = set(before)
    if not any(key not in known for key in qt_objects()):
        return []
    gc.collect()  # a window in a reference cycle is garbage, not a leak
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return [_describe(thing) for key, thing in qt_objects().items() if key not in known]


def _describe(thing: Any) -> str:
    return f"{type(thing).__name__} {thing.objectName() or 'without a name'}"
