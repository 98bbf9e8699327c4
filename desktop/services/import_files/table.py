"""What every kind of file is read as: a header, and rows in batches, each with the line it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from desktop.models.imports import RowFault


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as wide as the header and their lines, and beside them what was no row at all."""

    lines: Sequence[int]
    rows: Sequence[Sequence[str]]
    broken: Sequence[RowFault] = ()


class FileTable(Protocol):
    """An open file. Opening and reading raise Refused for what makes it unreadable as a whole."""

    header: tuple[str, ...]
    """The names of the columns as they are written."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def progress(self) -> tuple[int, int]:
        """How much is read, and how much there is."""

    @property
    def numeric(self) -> frozenset[int]:
        """The columns in which numbers stood so far; text has none."""

    def batches(self) -> Iterator[Batch]:
        """All rows in parts of some hundreds."""
