"""A CSV file as rows of values in the order a kind of file asks for, each with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import RowFault
from desktop.services.import_files.watched_file import WatchedFile

_BUFFER = 256 * 1024

Row = tuple[int, tuple[str, ...]]
"""The line a row begins on (the first is 1), and its values, trimmed."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of file; of those not required, values may be missing."""

    names: tuple[str, ...]
    required: tuple[str, ...]


class CsvTable:
    """An open CSV file, UTF-8 with or without a byte order mark. Close it, or use it with ``with``.

    Columns are found by name, in any order; case and spaces do not matter. ``missing`` names the
    columns the file does not have, ``unknown`` those nobody asked for. Opening and reading raise
    Refused for what makes the file unreadable as a whole.
    """

    def __init__(self, path: Path, columns: Columns) -> None:
        self._file = WatchedFile(path)
        text = io.TextIOWrapper(
            io.BufferedReader(self._file, _BUFFER), encoding="utf-8-sig", errors="strict", newline=""
        )
        self._text = text
        # Strict: a stray quotation mark is an error and never joins two values silently.
        self._reader = csv.reader(text, strict=True)
        try:
            header = self._header()
            self._width = len(header)
            self._pick = _picker(header, columns)
        except BaseException:
            self.close()
            raise
        self.missing = tuple(name for name in columns.names if name not in header)
        self.unknown = tuple(name for name in header if name not in columns.names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    @property
    def progress(self) -> tuple[int, int]:
        """Bytes read so far, and in all."""
        return self._file.position, self._file.size

    def batches(self, size: int) -> Iterator[tuple[list[Row], list[RowFault]]]:
        """The rows in parts of about ``size``, and what was no row at all."""
        rows: list[Row] = []
        faults: list[RowFault] = []
        for found in self._rows():
            if isinstance(found, RowFault):
                faults.append(found)
            else:
                rows.append(found)
            if len(rows) + len(faults) >= size:
                yield rows, faults
                rows, faults = [], []
        yield rows, faults

    def _rows(self) -> Iterator[Row | RowFault]:
        reader, pick, width, strip = self._reader, self._pick, self._width, str.strip
        begins = reader.line_num + 1
        while True:
            try:
                for row in reader:
                    if len(row) == width:
                        yield begins, pick([*map(strip, row)])
                    elif row and not (len(row) == 1 and not row[0].strip()):
                        yield RowFault(begins, "", _width_fault(len(row), width))
                    begins = reader.line_num + 1
            except csv.Error as error:
                yield RowFault(begins, "", _quoting_fault(error, begins, reader.line_num))
                begins = reader.line_num + 1
            else:
                return

    def _header(self) -> list[str]:
        try:
            first = next(self._reader, None)
        except csv.Error as error:
            raise _no_header(_quoting_fault(error, 1, self._reader.line_num)) from error
        if not first:
            raise _no_header(tr("Its first line is empty, where the names of the columns should be."))
        names = ["_".join(name.casefold().split()) for name in first]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise _no_header(tr("These columns are named twice: {names}.").format(names=", ".join(twice)))
        return names


def _picker(header: Sequence[str], columns: Columns) -> Callable[[list[str]], tuple[str, ...]]:
    lacking = [name for name in columns.required if name not in header]
    if lacking:
        raise _no_header(tr("These columns are missing: {names}.").format(names=", ".join(lacking)))
    places = [header.index(name) if name in header else -1 for name in columns.names]
    if -1 not in places:
        return itemgetter(*places)
    # A column that the file does not have is read from an empty value put behind the row.
    choose = itemgetter(*places)
    return lambda row: choose([*row, ""])


def _no_header(sentence: str) -> Refused:
    return Refused(
        tr("The file cannot be imported"),
        sentence,
        tr("The first line names the columns, separated by commas. Nothing was imported."),
    )


def _width_fault(found: int, width: int) -> str:
    if found < width:
        return tr("The row has only {found} values, the header names {width} columns.").format(
            found=found, width=width
        )
    return tr("The row has {found} values, the header names only {width} columns.").format(
        found=found, width=width
    )


def _quoting_fault(error: csv.Error, begins: int, ends: int) -> str:
    if "field larger" in str(error):
        return tr("A value is longer than {limit} characters.").format(limit=f"{csv.field_size_limit():,}")
    if ends > begins:
        return tr(
            "A quotation mark is not closed, or stands inside a value without being doubled;"
            " lines {first} to {last} cannot be told apart."
        ).format(first=f"{begins:,}", last=f"{ends:,}")
    return tr("A quotation mark is not closed, or stands inside a value without being doubled.")
