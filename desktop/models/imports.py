"""Files that are imported: how one is read, what its columns mean, what was found in it and done."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class ImportKind(enum.StrEnum):
    ACCOUNTS = "accounts"
    BANKING = "banking"
    STAFF = "staff"


class FileFormat(enum.StrEnum):
    TEXT = "text"
    XLSX = "xlsx"
    ODS = "ods"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: text by its encoding and delimiter, a spreadsheet by the name of a sheet."""

    format: FileFormat = FileFormat.TEXT
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""


Places = tuple[int | None, ...]
"""For each field of a kind, in its order, the column of the file (the first is 0) or None."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is read and which of its columns fills which field.

    ``shape`` stands for all files with the same columns; the plan is remembered under it.
    """

    kind: ImportKind
    reading: Reading
    places: Places
    shape: str = ""


@dataclass(frozen=True, slots=True)
class FileLook:
    """The beginning of a file, and a plan for it that a person may change.

    ``certain`` is False when the encoding is only the likeliest. ``remembered`` says that the plan
    was made by somebody earlier. ``better_kind`` is the kind that the columns speak for, if another.
    ``numeric`` are columns of a spreadsheet that hold numbers, which have no leading zeros.
    """

    plan: ImportPlan
    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()
    certain: bool = True
    remembered: bool = False
    better_kind: ImportKind | None = None
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be taken: its line in the file (the first is 1), the column, what stands there, why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """An account that an import closes: ``is_listed`` where the file calls it closed, else it lacks it."""

    number: str
    title: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held, and what became of it.

    ``written`` is False when nothing was stored: because of ``faults``, or because it was a preview.
    ``closed`` are known accounts, among those ``updated``, that the file closes; ``missing`` those
    that are closed because a file that is the whole list does not have them. ``faulty`` counts rows,
    of which each may have several ``faults``. ``unused_columns`` were left out. A preview names in
    ``closing`` each account that would be closed, and says of how many that are ``not_closed``.
    """

    kind: ImportKind
    rows: int
    added: int
    updated: int
    unchanged: int
    closed: int
    missing: int
    faulty: int
    faults: Sequence[RowFault]
    written: bool
    unused_columns: tuple[str, ...] = ()
    closing: Sequence[Closing] = ()
    not_closed: int = 0

    @property
    def closes_most(self) -> bool:
        """Whether more than half of the accounts that are not closed would be."""
        return 2 * len(self.closing) > self.not_closed

    @property
    def good(self) -> int:
        """Rows that can be taken."""
        return self.added + self.updated + self.unchanged
