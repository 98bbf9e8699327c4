"""Lets what works beside the window wait for it where both want a core, and not the window for that."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

# Enough for the window to come first, and little enough that whoever holds a lock goes on beside a busy program.
_NICE = 10
# What the window asked for comes before whatever works beside it, and after the window's own painting.
_NICE_OF_READERS = 3


def process_gives_way() -> None:
    """This whole process gives way to others; on Windows whoever begins it says so."""
    if hasattr(os, "nice"):
        os.nice(max(_NICE - os.nice(0), 0))  # one that was begun by such a process is nice already


def thread_gives_way() -> None:
    """Call on the thread itself: it, and each that it begins, gives way to others.

    Only on Linux, which knows niceness by thread; elsewhere nothing happens.
    """
    _be_nice(_NICE)


def reader_gives_way() -> None:
    """The same, of a thread that reads what the window shows: it gives way to the window alone."""
    _be_nice(_NICE_OF_READERS)


def _be_nice(nice: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)
