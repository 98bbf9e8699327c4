"""Turns rows of a list into text for the clipboard and for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop.late import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from desktop.services import csv_writing
    from desktop.views.lists.column import Column
else:
    csv_writing = late("desktop.services.csv_writing")

Row = TypeVar("Row")


def as_text(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> str:
    """Lines of cells with tabs between; a tab or line break within a cell becomes a space.

    A formula is guarded, since this is pasted into spreadsheets.
    """
    return "\n".join("\t".join(_cell(column.kept_text(row)) for column in columns) for row in rows)


def _cell(text: str) -> str:
    return csv_writing.guarded_copy(" ".join(text.split()))


def write_csv(path: Path, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> None:
    """With titles; the file appears whole or not at all."""
    titles = [column.title for column in columns]
    csv_writing.save_csv(path, titles, ([column.kept_text(row) for column in columns] for row in rows))
