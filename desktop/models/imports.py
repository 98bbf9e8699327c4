"""What an import found and did."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ImportKind(enum.StrEnum):
    ACCOUNTS = "accounts"
    BANKING = "banking"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be taken: its line in the file (the first is 1), the column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held, and what became of it.

    ``written`` is False when nothing was stored: because of ``faults``, or because it was a preview.
    ``unknown_columns`` are named in the file's header and were left out.
    """

    kind: ImportKind
    rows: int
    added: int
    updated: int
    unchanged: int
    faults: tuple[RowFault, ...]
    written: bool
    unknown_columns: tuple[str, ...] = ()

    @property
    def good(self) -> int:
        """Rows that can be taken."""
        return self.added + self.updated + self.unchanged

    @property
    def faulty(self) -> int:
        """Rows that cannot; one may have several faults."""
        return len({fault.line for fault in self.faults})
