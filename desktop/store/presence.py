"""Marks an embedded store as open, so that an end without a goodbye is noticed at the next start."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    import ctypes
else:
    ctypes = late("ctypes")

_PROCESS_QUERY = 0x1000


class Presence:
    """A small file beside the store for each program that has it open."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._mark = store.with_name(f"{store.name}.open-{os.getpid()}")

    def enter(self) -> bool:
        """Leave a mark; returns whether a program ended without taking its own away."""
        abandoned = [mark for mark in self._others() if not _runs(mark)]
        for mark in abandoned:
            mark.unlink(missing_ok=True)
        self._mark.touch()
        return bool(abandoned)

    def leave(self) -> None:
        """Take the mark away."""
        self._mark.unlink(missing_ok=True)

    def _others(self) -> list[Path]:
        folder = self._store.parent
        prefix = f"{self._store.name}.open-"
        return [path for path in folder.iterdir() if path.name.startswith(prefix) and path != self._mark]


def _runs(mark: Path) -> bool:
    number = mark.name.rpartition("-")[2]
    return number.isdecimal() and process_runs(int(number))


def process_runs(number: int) -> bool:
    """Whether a process of this number is running on this computer."""
    if sys.platform == "win32":
        return _runs_on_windows(number)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(number: int) -> bool:
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_PROCESS_QUERY, False, number)
    if not handle:
        return False
    kernel.CloseHandle(handle)
    return True
