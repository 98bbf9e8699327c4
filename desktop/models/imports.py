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
    """``written`` is False when nothing was stored because of ``faults``."""

    kind: ImportKind
    rows: int
    added: int
    updated: int
    unchanged: int
    faults: tuple[RowFault, ...]
    written: bool
