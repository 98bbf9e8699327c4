"""Keeps what is being written in files of this person's own while the store cannot be reached."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
import re
import tempfile
import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.models.draft_form import draft_values, read_values, salvaged_text
from desktop.models.kept_draft import DraftSnapshot
from desktop.models.outgoing import MessageDraft
from desktop.models.packed_ids import pack_ids, unpack_ids

_NAME = re.compile(r"[0-9a-z]{1,40}")
_log = logging.getLogger(__name__)


class DraftFiles:
    """One file for each draft and editor, readable by this person alone, written whole or not at all.

    Thread-safe. An older snapshot never takes the place of a newer one of the same editor.
    """

    def __init__(self, folder: Path, store: str) -> None:
        self._folder = folder
        self._store = store
        self._lock = threading.Lock()
        self._newest: dict[str, int] = {}

    def write(self, taken: DraftSnapshot) -> None:
        """Keep a snapshot. Raises OSError."""
        with self._lock:
            if taken.edits < self._newest.get(taken.writer, -1):
                return
            _write(self._path(taken), json.dumps(self._values(taken)))
            self._newest[taken.writer] = taken.edits

    def forget(self, taken: DraftSnapshot) -> None:
        """The store has this snapshot; a newer one stays."""
        with self._lock:
            if self._newest.get(taken.writer, taken.edits) <= taken.edits:
                self._path(taken).unlink(missing_ok=True)

    def drop(self, uid: str) -> None:
        """Nothing of this draft is wanted any more."""
        with self._lock:
            for path in self._folder.glob(f"{uid}-*.json"):
                path.unlink(missing_ok=True)

    def of(self, owner: int) -> list[DraftSnapshot]:
        """What is kept of this user's drafts in this store, and whatever can be saved from broken files."""
        with self._lock:
            found = [self._read(path, owner) for path in sorted(self._folder.glob("*.json"))]
        return [taken for taken in found if taken is not None]

    def _path(self, taken: DraftSnapshot) -> Path:
        if not (_NAME.fullmatch(taken.uid) and _NAME.fullmatch(taken.writer)):
            raise ValueError("not the names of a draft and its editor")
        return self._folder / f"{taken.uid}-{taken.writer}.json"

    def _values(self, taken: DraftSnapshot) -> dict[str, Any]:
        return {
            "store": self._store,
            "uid": taken.uid,
            "owner": taken.owner,
            "writer": taken.writer,
            "version": taken.version,
            "edits": taken.edits,
            "taken_at": taken.taken_at.isoformat(),
            "recipients": base64.b64encode(pack_ids(taken.draft.accounts)).decode("ascii"),
            "draft": draft_values(taken.draft),
        }

    def _read(self, path: Path, owner: int) -> DraftSnapshot | None:
        try:
            text = path.read_text("utf-8", "replace")
        except OSError as error:
            _log.warning("an unsaved draft cannot be read: %s", error.strerror)
            return None
        try:
            values = json.loads(text)
            if values["store"] != self._store or values["owner"] != owner:
                return None
            taken = _snapshot(values)
        except (ValueError, KeyError, TypeError, RecursionError):
            return self._salvaged(path, owner, text)
        return taken if self._path(taken) == path else None

    def _salvaged(self, path: Path, owner: int, text: str) -> DraftSnapshot | None:
        """A new draft of the words that a broken file still holds; the file itself is put aside."""
        words = salvaged_text(text)
        taken_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        draft = MessageDraft(content=words)
        taken = DraftSnapshot(uuid.uuid4().hex, owner, uuid.uuid4().hex, 0, 0, taken_at, draft)
        if words:
            _write(self._path(taken), json.dumps(self._values(taken)))
        path.replace(path.with_suffix(".unreadable"))
        _log.warning("a file of an unsaved draft was broken and put aside")
        return taken if words else None


def _snapshot(values: dict[str, Any]) -> DraftSnapshot:
    """Raises ValueError, KeyError or TypeError where it is not one."""
    try:
        accounts = unpack_ids(base64.b64decode(values["recipients"], validate=True))
    except binascii.Error as error:
        raise ValueError("not packed ids") from error
    return DraftSnapshot(
        uid=str(values["uid"]),
        owner=int(values["owner"]),
        writer=str(values["writer"]),
        version=int(values["version"]),
        edits=int(values["edits"]),
        taken_at=datetime.fromisoformat(values["taken_at"]),
        draft=replace(read_values(dict(values["draft"])).draft, accounts=accounts),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")  # for this person's eyes only
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise
