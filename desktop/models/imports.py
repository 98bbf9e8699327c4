"""Files that are imported: how one is read, what its columns mean, what was found in it and done."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


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


class RowOutcome(NamedTuple):
    """A good row of a file: its line, the key by which it is known, and a name for people."""

    line: int
    key: str
    title: str


class RowChange(NamedTuple):
    """What a row does to one field: what stands there ``before`` and ``after``, as it would stand in a file."""

    line: int
    key: str
    title: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Closing:
    """An account that an import closes: ``is_listed`` where the file calls it closed, else it lacks it.

    ``line`` is 0 where it is not listed. ``also`` are the other fields that its row changes, with what
    stands there before and after.
    """

    number: str
    title: str
    is_listed: bool
    line: int = 0
    also: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held, and what became of it.

    ``written`` is False when nothing was stored: because of ``faults``, or because it was a preview.
    Each row is counted once: ``added``, ``updated``, ``unchanged``, ``closed`` (known accounts that the
    file closes) or ``faulty``, of which each may have several ``faults``. ``missing`` are accounts that
    are closed because a file that is the whole list does not have them. ``unused_columns`` were left
    out. A preview lists the rows that are ``new``, the ``changes`` to each field of others, those that
    stay the ``same``, and in ``closing`` each account that would be closed, of those that are
    ``not_closed`` now.
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
    new: Sequence[RowOutcome] = ()
    changes: Sequence[RowChange] = ()
    same: Sequence[RowOutcome] = ()
    closing: Sequence[Closing] = ()
    not_closed: int = 0

    @property
    def closes_most(self) -> bool:
        """Whether more than half of the accounts that are not closed would be."""
        return 2 * self.closes > self.not_closed

    @property
    def good(self) -> int:
        """Rows that can be taken."""
        return self.added + self.updated + self.unchanged + self.closed

    @property
    def stored(self) -> int:
        """Rows that bring something, other than that an account is closed."""
        return self.added + self.updated

    @property
    def closes(self) -> int:
        """Accounts that are closed, whether the file calls them closed or does not have them."""
        return self.closed + self.missing
