"""What a kind of import file is made of: how a row is read, and where good rows go."""

from __future__ import annotations

from typing import Any, Protocol

from desktop.models.imports import RowFault
from desktop.services.import_files.csv_table import Columns

Values = tuple[Any, ...]
Good = tuple[int, Values]
"""The line of a row, and its values as they are stored."""


class ImportForm(Protocol):
    """One kind of file over one transaction."""

    columns: Columns
    key: str
    """The column whose value may occur only once in a file; it stands first."""

    def read(self, values: tuple[str, ...]) -> Values | None:
        """The values as they are stored; None when something is wrong with them."""

    def explain(self, values: tuple[str, ...]) -> list[tuple[str, str]]:
        """Every fault of a row that ``read`` did not take: column and reason."""

    def begin(self, missing: tuple[str, ...]) -> None:
        """Hear which columns the file does not have: they keep their stored values."""

    def take(self, rows: list[Good], *, write: bool) -> list[RowFault]:
        """Compare rows with the store, count and, if asked, store them; returns those it cannot place."""

    def finish(self, *, write: bool) -> None:
        """After the last row. Raises Refused when the whole would do harm."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows that were new, that changed something, that changed nothing."""
