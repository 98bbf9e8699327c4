"""The one place that writes CSV: as spreadsheets read it, whole or not at all, and without a live formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.errors import Refused
from desktop.language import tr

# Also in the wide letters of Japanese, which some spreadsheets take for the same.
_SIGNS = "=+@＝＋－＠-"
_FORMULA = re.compile(rf"[\t\r\n]|\s*[{_SIGNS}]")
# Where lists are separated by semicolons, as in German, a spreadsheet splits cells at them.
_INNER_FORMULA = re.compile(rf"([;|\t\r\n][\s\"']*)(?=[{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?[\d\s().,/-]*")


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


def csv_bytes(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same, to be attached to a mail."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(map(guarded, titles))
    writer.writerows(map(guarded, row) for row in rows)
    return made.getvalue().encode("utf-8-sig", "replace")


def guarded(cell: str) -> str:
    """A leading apostrophe makes a spreadsheet show what it would otherwise work out."""
    safe = _INNER_FORMULA.sub(r"\1'", cell)
    return f"'{safe}" if _FORMULA.match(safe) else safe


def guarded_copy(cell: str) -> str:
    """The same for the clipboard, where numbers and telephone numbers stay as they are."""
    return cell if _NUMBER.fullmatch(cell) else guarded(cell)
