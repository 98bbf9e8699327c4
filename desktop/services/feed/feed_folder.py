"""A folder that feed files are dropped into: each is taken once it is whole, and moved to done/ or refused/."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.content.cleaning import in_a_row
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.feed import NOTHING_TAKEN, FeedReport
from desktop.models.notice import Priority
from desktop.services.feed.feed_run import FeedRun, Progress
from desktop.services.feed.feed_text import why_no_text
from desktop.services.feed.feed_words import refusal_words, report_words
from desktop.services.office_day import in_office_zone
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.store import Store

DONE, REFUSED = "done", "refused"
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
_LONGEST_NAME_BYTES, _KEPT_OF_NAME = 240, 50
_END_BYTES = 64
PATIENCE_S = 60.0
"""So long a file that stops in the middle of a record may stand still before it is taken as it is."""

FileProgress = Callable[[str, int, int, int], None]
"""Told a file's name, how many of its bytes are read, how many it has, and how many records were taken."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file's size and time, and since when it has had them."""

    look: tuple[int, int]
    since: float


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was read to its end, or ``refused`` as a whole, and where it is now."""

    name: str
    report: FeedReport
    moved_to: Path
    refused: Refused | None = None


class FeedFolder:
    """Looks at ``folder`` when it is told to. A file is whole when two looks find it the same.

    One that stops in the middle of a record, or has not begun yet, is waited for a while: what its writer added
    after it was moved away would never be read. ``clock`` counts seconds.
    """

    def __init__(
        self, store: Store, actor: str, folder: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._actor = actor
        self._clock = clock
        self.folder = folder
        self._seen: dict[str, _Seen] = {}

    def look(self, progress: FileProgress | None = None) -> list[TakenFile]:
        """Take what is whole, oldest name first. Raises Refused where the folder cannot be used,
        StoreUnavailable, and what ``progress`` raises; a file that was begun is read again next time.
        """
        taken = []
        for path in self._whole():
            found = self._take(path, progress)
            if found is not None:
                taken.append(found)
        return taken

    def _whole(self) -> list[Path]:
        try:
            looks = {path.name: look for path in self.folder.iterdir() if (look := _looks(path)) is not None}
        except OSError as error:
            raise _unusable(self.folder, error) from error
        before, now = self._seen, self._clock()
        same = {name: before[name] for name in looks if name in before and before[name].look == looks[name]}
        self._seen = {name: same.get(name) or _Seen(look, now) for name, look in looks.items()}
        return [
            self.folder / name
            for name in sorted(same)
            if _ends_as_a_record_does(self.folder / name) or now - same[name].since >= PATIENCE_S
        ]

    def _take(self, path: Path, progress: FileProgress | None) -> TakenFile | None:
        try:
            refused = why_no_text(path)
            if refused is not None:
                return self._put_away(path, refused)
            size = path.stat().st_size
            with path.open("rb") as stream:
                report = FeedRun(self._store, self._actor, path.name).take(stream, _of(path, size, progress))
        except FileNotFoundError:
            return None  # another program took it
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            words = report_words(in_a_row(path.name), report, self._now())
            moved_to = self._move(path, REFUSED if report.refused else DONE, words)
            return TakenFile(in_a_row(path.name), report, moved_to)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(path, error) from error

    def _put_away(self, path: Path, refused: Refused) -> TakenFile:
        """Raises OSError; the office is told of a file that is out of the way, and so only once."""
        name = in_a_row(path.name)
        moved_to = self._move(path, REFUSED, refusal_words(name, refused, self._now()))
        with self._store.write(self._actor) as unit:
            unit.notices.add(refused.title, f"{refused.sentence} {refused.remedy}", Priority.HIGH)
            unit.commit()
        return TakenFile(name, NOTHING_TAKEN, moved_to, refused)

    def _move(self, path: Path, into: str, words: str) -> Path:
        (self.folder / into).mkdir(exist_ok=True)
        target = _free(self.folder / into / path.name)
        path.rename(target)
        _report_of(target).write_text(words, "utf-8")
        return target

    def _now(self) -> datetime:
        with self._store.read() as unit:
            return in_office_zone(unit.now, OFFICE_ZONE.of(unit.office.settings()))


def _of(path: Path, size: int, progress: FileProgress | None) -> Progress | None:
    if progress is None:
        return None
    return lambda read, taken: progress(in_a_row(path.name), read, size, taken)


def _looks(path: Path) -> tuple[int, int] | None:
    """Size and time of a plain file that may be a feed; None for all else."""
    if path.name.startswith(".") or path.name.lower().endswith(_UNFINISHED):
        return None
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _ends_as_a_record_does(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            stream.seek(max(path.stat().st_size - _END_BYTES, 0))
            end = stream.read()
    except OSError:
        return True  # whoever takes it says what is the matter
    return end.endswith(b"\n") or end.rstrip().endswith(b"}")


def _free(path: Path) -> Path:
    """``path``, or with a number where that name is taken."""
    tried, number = path, 1
    while tried.exists():
        number += 1
        tried = path.with_name(f"{_short(path.stem)} {number}{path.suffix}")
    return tried


def _report_of(target: Path) -> Path:
    """Beside a file, named after it."""
    short = _short(target.name)
    report = target.with_name(f"{short}.report.txt")
    return report if short == target.name else _free(report)


def _short(name: str) -> str:
    """A name to which a few letters can be added on every system."""
    return name if len(os.fsencode(name)) <= _LONGEST_NAME_BYTES else name[:_KEPT_OF_NAME]


def _unusable(path: Path, error: OSError) -> Refused:
    return Refused(
        tr("Messages of IB do not come in"),
        tr("{path}: {reason}").format(path=in_a_row(str(path)), reason=error.strerror or str(error)),
        tr(
            "Check the folder for the feed of IB in the settings, and that this program may read and write it."
        ),
    )
