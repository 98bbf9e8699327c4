"""What becomes of each good row of a file, as a preview lists it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.models.imports import Closing, RowChange, RowOutcome
from desktop.services.import_files.column_log import ColumnLog
from desktop.services.import_files.values import written

_LONGEST = 200
"""Characters of a value: a file of long ones does not fill the disk."""

Change = tuple[str, Any, Any]
"""A field, its value now and the one in the file."""


class Outcomes:
    """Each kind of outcome in a log of its own, so that one of them can be looked at alone."""

    def __init__(self) -> None:
        self.new: ColumnLog[RowOutcome] = ColumnLog(RowOutcome)
        self.same: ColumnLog[RowOutcome] = ColumnLog(RowOutcome)
        self.changes: ColumnLog[RowChange] = ColumnLog(RowChange)
        self.closing: ColumnLog[Closing] = ColumnLog(_closing)

    def add_changes(self, rows: Iterable[tuple[int, str, str, Sequence[Change]]]) -> None:
        """Of each row its line, key, title and what changes."""
        entries = [
            (line, key, title, field, *_texts(before, after))
            for line, key, title, changes in rows
            for field, before, after in changes
        ]
        if entries:
            self.changes.add(*zip(*entries, strict=True))

    def add_listed(self, rows: Iterable[tuple[int, str, str, Sequence[Change]]]) -> None:
        """Of each row that closes an account the same; its status is not named again."""
        entries = [
            (key, title, True, line, [(field, *_texts(before, after)) for field, before, after in changes])
            for line, key, title, changes in rows
        ]
        if entries:
            self.closing.add(*zip(*entries, strict=True))

    def add_missing(self, named: Sequence[tuple[str, str]]) -> None:
        """Accounts, by number and title, that are closed because the file does not have them."""
        numbers, titles = [number for number, _ in named], [title for _, title in named]
        count = len(named)
        self.closing.add(numbers, titles, [False] * count, [0] * count, [()] * count)


def _texts(before: object, after: object) -> tuple[str, str]:
    # A store may keep a switch as a number; the file's value says what it is.
    if isinstance(after, bool):
        before = bool(before)
    return written(before)[:_LONGEST], written(after)[:_LONGEST]


def _closing(number: str, title: str, is_listed: bool, line: int, also: list[list[str]]) -> Closing:  # noqa: FBT001
    changes = tuple((field, before, after) for field, before, after in also)
    return Closing(number, title, is_listed=is_listed, line=line, also=changes)
