"""Turns rows of a list into text for the clipboard and for spreadsheets."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeVar

from desktop.errors import Refused
from desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from desktop.views.lists.column import Column

Row = TypeVar("Row")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> str:
    """Lines of cells with tabs between; a tab or line break within a cell becomes a space."""
    return "\n".join("\t".join(" ".join(column.text(row).split()) for column in columns) for row in rows)


def write_csv(path: Path, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> None:
    """With titles, and no cell a spreadsheet would take for a formula; the file appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        # The mark at the start tells spreadsheets that this is UTF-8.
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([guarded(column.title) for column in columns])
            writer.writerows([guarded(column.text(row)) for column in columns] for row in rows)
        part.replace(path)
    except OSError as error:
        words = tr("The file could not be written: {reason}").format(reason=error.strerror)
        raise Refused(tr("Not saved"), words, tr("Choose another folder.")) from error
    finally:
        part.unlink(missing_ok=True)


def guarded(cell: str) -> str:
    """A leading apostrophe makes a spreadsheet show what it would otherwise work out."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
