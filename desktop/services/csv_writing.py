"""The one place that writes CSV: as spreadsheets read it, whole or not at all, and without a live formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.errors import Refused
from desktop.language import tr

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def save_csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """With titles, in UTF-8. Raises Refused when it cannot be written, and leaves what was there."""
    part = path.with_name(f"{path.name}.part")
    try:
        # The mark at the start tells spreadsheets that this is UTF-8.
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(map(guarded, titles))
            writer.writerows(map(guarded, row) for row in rows)
        part.replace(path)
    except OSError as error:
        words = tr("The file could not be written: {reason}").format(reason=error.strerror)
        raise Refused(tr("Not saved"), words, tr("Choose another folder.")) from error
    finally:
        part.unlink(missing_ok=True)


def guarded(cell: str) -> str:
    """A leading apostrophe makes a spreadsheet show what it would otherwise work out."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
