"""Keeps hold of an embedded store, whatever else in this program opens and closes its files.

Whoever closes a file lets go of all the POSIX locks that its process has on it: a file dialog that looks what a file
is, or a store that somebody attaches to a message. SQLite does not notice. The next program that closes the store
takes itself for the last one and removes the log into which this one goes on writing, and all of that is lost
(https://www.sqlite.org/howtocorrupt.html, section 2.2). Locks of an open file description stay until that one is
closed; they are Linux's, and Windows has no such fault.
"""

from __future__ import annotations

import logging
import os
import struct
import sys
import threading
from pathlib import Path

if sys.platform == "linux":
    import fcntl

_log = logging.getLogger(__name__)
# Where SQLite has the locks that say "somebody has this open" (os_unix.c): of the file, and of its shared memory.
_FILE, _SHARED_MEMORY = (0x40000002, 510), (128, 1)
_IS_KNOWN = sys.platform == "linux" and struct.calcsize("P") == 8
_FLOCK = "hhqqi4x"

_kept: dict[Path, tuple[int, list[tuple[int, tuple[int, int]]]]] = {}
"""By store: how many in this program have it open, and the open files with the part of each that is locked."""
_guard = threading.Lock()


class Hold:
    """On the store at ``path``, from ``take``, when a connection to it is open, until ``let_go``."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._is_taken = False

    def take(self) -> None:
        """Take it; where the system knows no such locks nothing is done."""
        if not _IS_KNOWN or self._is_taken:
            return
        self._is_taken = True
        with _guard:
            count, files = _kept.get(self._path, (0, []))
            files = files or _opened(self._path)
            for number, part in files:
                _lock(number, part, is_taken=True)
            _kept[self._path] = count + 1, files

    def loosen(self) -> None:
        """What comes now may be the last connection, which tidies up where nobody else has the store open."""
        with _guard:
            count, files = _kept.get(self._path, (0, []))
            if self._is_taken and count == 1:
                for number, part in files:
                    _lock(number, part, is_taken=False)

    def let_go(self) -> None:
        """All connections are closed."""
        if not self._is_taken:
            return
        self._is_taken = False
        with _guard:
            count, files = _kept.pop(self._path)
            if count > 1:
                # To close a file of another's would be the very fault.
                _kept[self._path] = count - 1, files
                return
            # Not sooner, also where they could not be locked: to close them lets go of the connections' locks.
            for number, _ in files:
                os.close(number)


def _opened(path: Path) -> list[tuple[int, tuple[int, int]]]:
    files = []
    for name, part in ((path, _FILE), (path.with_name(f"{path.name}-shm"), _SHARED_MEMORY)):
        try:
            files.append((os.open(name, os.O_RDONLY | os.O_CLOEXEC), part))
        except OSError as error:
            _log.warning("no hold on %s: %s", name.name, error)
    return files


def _lock(number: int, part: tuple[int, int], *, is_taken: bool) -> None:
    if sys.platform != "linux":
        return
    kind = fcntl.F_RDLCK if is_taken else fcntl.F_UNLCK
    try:
        fcntl.fcntl(number, fcntl.F_OFD_SETLK, struct.pack(_FLOCK, kind, os.SEEK_SET, *part, 0))
    except OSError as error:
        _log.warning("a file of the store cannot be held: %s", error)
