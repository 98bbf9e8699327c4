"""Lets a thread wait for the window where both want a core, and not the window for the thread."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

# Enough for the window to come first, and little enough that whoever holds a lock goes on beside a busy program.
_NICE = 10


def stand_behind() -> None:
    """Call on the thread itself: it, and each that it begins, gives way to others.

    Only on Linux, which knows niceness by thread; elsewhere nothing happens.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
