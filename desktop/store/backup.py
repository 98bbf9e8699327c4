"""Copies of an embedded store: one before each migration, one a day, the oldest let go."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

_KEEP_DAILY = 7
_PAGES = 2_000


def backup_folder(store: Path) -> Path:
    """Where the copies of this store are."""
    return store.with_name(f"{store.stem} backups")


def copy_store(store: Path, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write a whole and consistent copy, also while others write. Never leaves half a copy.

    ``progress`` is told pages done and pages in all, and may raise Cancelled.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    half.unlink(missing_ok=True)
    source, copy = sqlite3.connect(store), sqlite3.connect(half)
    try:
        source.backup(copy, pages=_PAGES, progress=_reporter(progress))
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()
        copy.close()
    half.replace(target)


def _reporter(progress: Callable[[int, int], None] | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


def back_up_before(store: Path, revision: str, now: datetime) -> Path:
    """The copy made before a migration away from ``revision``."""
    target = backup_folder(store) / f"before-{revision}-{now:%Y%m%d-%H%M%S}.db"
    copy_store(store, target)
    return target


def back_up_daily(
    store: Path, now: datetime, progress: Callable[[int, int], None] | None = None
) -> Path | None:
    """Today's copy, unless there is one; keeps the seven newest. Returns the new copy, if any."""
    folder = backup_folder(store)
    target = folder / f"daily-{now:%Y%m%d}.db"
    if target.exists():
        return None
    copy_store(store, target, progress)
    for old in sorted(folder.glob("daily-*.db"))[:-_KEEP_DAILY]:
        old.unlink(missing_ok=True)
    return target


def newest_backup(store: Path) -> tuple[Path, timedelta] | None:
    """The newest copy and how old it is by the file's own time."""
    copies = sorted(backup_folder(store).glob("*.db"), key=lambda path: path.stat().st_mtime)
    if not copies:
        return None
    age = datetime.now().astimezone() - datetime.fromtimestamp(copies[-1].stat().st_mtime).astimezone()
    return copies[-1], age
