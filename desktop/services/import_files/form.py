"""What a kind of import file is made of: its fields, and where good rows go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.models.imports import RowFault
from desktop.services.import_files.field import Field
from desktop.services.import_files.outcomes import Outcomes

Values = tuple[Any, ...]
Columns = Sequence[Sequence[Any]]
"""The values of many rows, a column for each field."""


@dataclass(slots=True)
class Counts:
    """What became of good rows, each counted once; ``missing`` are no rows. ``not_closed`` were not before a preview."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    missing: int = 0
    not_closed: int = 0


def picked(column: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    """What stands at these places of a column."""
    return column if len(places) == len(column) else [column[place] for place in places]


def rows_of(columns: Columns) -> list[Values]:
    """The same values row by row."""
    return [*zip(*columns, strict=True)]


class Listed(Protocol):
    """The keys that a file holds."""

    def __contains__(self, key: object) -> bool: ...


class ImportForm(Protocol):
    """One kind of file over one transaction."""

    counts: Counts
    outcomes: Outcomes
    """What would become of each row, as far as nothing was written."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The first is the key, whose value may occur only once in a file."""

    def begin(self, missing: frozenset[str]) -> None:
        """Hear which fields the file does not have: they keep their stored values."""

    def taking(self) -> AbstractContextManager[None]:
        """Around all that is taken: what is left open is stored when it ends well, and is not where it fails."""

    def take(self, columns: Columns, lines: Sequence[int], *, write: bool) -> list[RowFault]:
        """Compare rows with the store, count and, if asked, store them; returns those it cannot place."""

    def close_missing(self, listed: Listed, *, write: bool) -> None:
        """Close what the store knew and the file does not have, because the file is the whole list."""

    def finish(self, *, write: bool) -> None:
        """After the last row. Raises Refused when the whole would do harm."""
