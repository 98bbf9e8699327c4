"""A sheet of a spreadsheet as rows of texts, each with the row it stands on."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import FileFormat, RowFault
from desktop.services.import_files.sheet_archive import broken_sheet, check_archive
from desktop.services.import_files.table import Batch, batch_of

_PART = 500
_EXACT = 10**15


def sheet_names(path: Path, form: FileFormat) -> tuple[str, ...]:
    """The sheets that hold rows, the visible ones first. Raises Refused when there is none."""
    check_archive(path, form)
    book = _book(path)
    try:
        calamine = importlib.import_module("python_calamine")
        tables = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        tables.sort(key=lambda one: one.visible != calamine.SheetVisibleEnum.Visible)
        names = tuple(one.name for one in tables)
        filled = tuple(name for name in names if _sheet(book, name).start is not None)
    finally:
        book.close()
    if not filled:
        raise _empty()
    return filled


class SheetTable:
    """An open sheet; its first row that holds something names the columns."""

    def __init__(self, path: Path, form: FileFormat, sheet: str) -> None:
        check_archive(path, form)
        self._book = _book(path)
        found = _sheet(self._book, sheet)
        self._count = found.end[0] + 1 if found.end is not None else 0
        self._rows = iter(found.iter_rows())  # from the first row of the sheet, empty ones too
        self._done = 0
        self._numeric: set[int] = set()
        self.header = self._read_header()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    @property
    def numeric(self) -> frozenset[int]:
        """The columns in which numbers stood so far."""
        return frozenset(self._numeric)

    @property
    def progress(self) -> tuple[int, int]:
        """Rows read so far, and in all."""
        return self._done, self._count

    def batches(self) -> Iterator[Batch]:
        """The rows in parts of some hundreds."""
        at_end = False
        while not at_end:
            lines: list[int] = []
            rows: list[list[str]] = []
            broken: list[RowFault] = []
            while len(rows) + len(broken) < _PART:
                cells = next(self._rows, None)
                if cells is None:
                    at_end = True
                    break
                self._done += 1
                texts, faults = self._texts(self._done, cells)
                if faults:
                    broken += faults
                elif any(texts):
                    lines.append(self._done)
                    rows.append(texts)
            yield batch_of(lines, rows, broken)

    def _read_header(self) -> tuple[str, ...]:
        for cells in self._rows:
            self._done += 1
            names = [_text(cell) or "" for cell in cells]
            if any(names):
                return tuple(" ".join(name.split()) for name in names)
        raise _empty()

    def _texts(self, line: int, cells: list[Any]) -> tuple[list[str], list[RowFault]]:
        texts, faults = [], []
        for place, cell in enumerate(cells):
            text = _text(cell)
            if type(cell) is float or type(cell) is int:
                self._numeric.add(place)
            if text is None:
                faults.append(RowFault(line, self.header[place], str(cell), _too_long()))
            texts.append(text or "")
        return texts, faults


def _text(cell: Any) -> str | None:
    """A cell as it would be written; None for a number that a spreadsheet does not keep exactly."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        if abs(cell) >= _EXACT:
            return None
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return _moment(cell)


def _moment(cell: datetime | date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _too_long() -> str:
    return tr("The number has more digits than a spreadsheet keeps; format the column as text.")


def _book(path: Path) -> Any:
    # Loaded for the first spreadsheet; most files are text.
    calamine = importlib.import_module("python_calamine")
    with suppress(calamine.CalamineError, OSError, ValueError):
        return calamine.CalamineWorkbook.from_path(str(path))
    raise broken_sheet()


def _sheet(book: Any, name: str) -> Any:
    calamine = importlib.import_module("python_calamine")
    with suppress(calamine.CalamineError):
        return book.get_sheet_by_name(name)
    if name not in book.sheet_names:
        raise Refused(
            tr("The sheet is not there"),
            tr("The spreadsheet has no sheet “{name}”.").format(name=name),
            tr("Choose another sheet."),
        )
    raise broken_sheet()


def _empty() -> Refused:
    return Refused(
        tr("The spreadsheet is empty"),
        tr("There is no row that could name the columns."),
        tr("Choose another file or another sheet. Nothing was imported."),
    )
