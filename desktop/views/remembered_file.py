"""Keeps window state, column widths and the like in one JSON file on this desktop."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import weakref
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer

_WAIT_MILLISECONDS = 500
_LOCK_MILLISECONDS = 1_000
_PROPERTY = "remembered"
_log = logging.getLogger(__name__)


class RememberedFile(QObject):
    """Writes a little after the last change, whole or not at all; an unreadable file counts as empty.

    Another window may have the same file: what this one has not changed is left as that one wrote it.
    """

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._values = _read(file) or {}
        self._changed: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MILLISECONDS)
        self._timer.timeout.connect(self.flush)

    def install(self, app: QCoreApplication) -> None:
        """From now on it is what the application remembers."""
        # Not itself: the application would keep its address after it is gone, and whoever asks would end the program.
        app.setProperty(_PROPERTY, weakref.ref(self))

    def value(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        if key in self._values and self._values[key] == value:
            return
        self._values[key] = value
        self._changed.add(key)
        self._timer.start()

    def flush(self) -> None:
        """Write now what is still to be written; what cannot be written is only logged."""
        self._timer.stop()
        lock = QLockFile(f"{self._file}.lock")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # Whoever cannot have it, as on a drive without locks, writes all the same.
            lock.tryLock(_LOCK_MILLISECONDS)
            kept = _read(self._file)
            changed = {key: self._values[key] for key in self._changed}
            whole = self._values if kept is None else kept | changed
            _write(self._file, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True))
            self._changed.clear()
        except OSError as error:
            _log.warning("window state not written: %s", error.strerror)
        finally:
            lock.unlock()


def remembered_here() -> RememberedFile | None:
    """What the application remembers; None where nothing is installed."""
    app = QCoreApplication.instance()
    kept = app.property(_PROPERTY) if app else None
    found = kept() if isinstance(kept, weakref.ref) else None
    return found if isinstance(found, RememberedFile) and shiboken6.isValid(found) else None


def _read(file: Path) -> dict[str, Any] | None:
    """None where there is nothing that can be read."""
    try:
        values = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def _write(file: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        written.replace(file)
    except OSError:
        written.unlink(missing_ok=True)
        raise
