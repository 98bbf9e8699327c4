"""What every kind of file is read as: a header, and rows in batches, each with the line it stands on.

A batch is held column by column, as it is checked: to make a list for each row only to turn it round
would take a tenth of an import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from desktop.models.imports import RowFault


@dataclass(frozen=True, slots=True)
class Batch:
    """Values by column, as many columns as the header names, and the line of each row.

    ``broken`` is what was no row at all. ``is_trimmed`` says that no value begins or ends with white
    space; without it nobody has looked.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    broken: Sequence[RowFault] = ()
    is_trimmed: bool = False

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The same row by row."""
        return [*zip(*self.columns, strict=True)]


def batch_of(lines: Sequence[int], rows: Sequence[Sequence[str]], broken: Sequence[RowFault]) -> Batch:
    """A batch of rows that are all as wide as the header."""
    return Batch(lines, [*zip(*rows, strict=True)], broken)


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
