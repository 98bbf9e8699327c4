"""Writes a file so that others see the whole of it or nothing, and so that it outlasts a loss of power."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, raw: bytes) -> None:
    """Put ``raw`` at ``path``, instead of what is there. Raises OSError."""
    # Another program may write the same at the same time: each has a file of its own until it is whole.
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _settle_name(path.parent)


def _settle_name(folder: Path) -> None:
    # A folder can be opened on POSIX only; elsewhere the file system keeps names itself.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
