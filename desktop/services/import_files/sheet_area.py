"""How many places the cells of a sheet span, and whether its formulas have results; told from its XML in passing."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Protocol

from desktop.models.imports import FileFormat

_LONGEST_TAG = 64 * 1024
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
_WIDE_PLACE = re.compile(rb'\br="([A-Z]{2,3})\d')
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"')
_ODS_ERROR = re.compile(rb'calcext:value-type="error"')
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_MANY = 10**9


class Area(Protocol):
    """Fed with the XML of a sheet in pieces; a whole is told after ``end``."""

    cells: int
    has_unknown_results: bool
    has_errors: bool

    def take(self, piece: bytes) -> None: ...

    def end(self) -> None: ...


class XlsxArea:
    """The rectangle from the first cell to the farthest, be it named or only counted."""

    def __init__(self) -> None:
        self.cells = 0
        self.has_unknown_results = self.has_errors = False
        self._rest = b""
        self._row = self._rows = self._in_row = self._columns = 0

    def take(self, piece: bytes) -> None:
        """Whole rows are looked at; a row that does not end is looked at in parts."""
        whole = self._rest + piece
        cut = max(whole.rfind(b"<row"), whole.rfind(b":row "))
        if cut <= 0 and len(whole) < _LONGEST_TAG:
            self._rest = whole
            return
        cut = cut if cut > 0 else whole.rfind(b"<c")
        cut = cut if cut > 0 else len(whole)
        self._look(whole[:cut])
        self._rest = whole[cut:]

    def end(self) -> None:
        self._look(self._rest)
        self.cells = max(self._rows, self._row) * self._columns

    def _look(self, text: bytes) -> None:
        at = 0
        for row in _ROW.finditer(text):
            self._count(text[at : row.start()])
            self._row += 1
            self._in_row = 0
            number = _ROW_NUMBER.search(row[1])
            if number is not None:
                self._row = int(number[1])
            self._rows = max(self._rows, self._row)
            at = row.end()
        self._count(text[at:])
        for letters in set(_WIDE_PLACE.findall(text)):
            self._columns = max(self._columns, _column(letters))
        self.has_unknown_results = self.has_unknown_results or _NO_RESULT.search(text) is not None
        self.has_errors = self.has_errors or _ERROR.search(text) is not None

    def _count(self, text: bytes) -> None:
        self._in_row += len(_CELL.findall(text)) if text else 0
        self._columns = max(self._columns, self._in_row)


class OdsArea:
    """Every row as often as it is repeated, as wide as the widest that holds something."""

    has_unknown_results = False

    def __init__(self) -> None:
        self.cells = 0
        self.has_errors = False
        self._rest = b""
        self._rows = self._pending = self._widest = 0

    def take(self, piece: bytes) -> None:
        whole = self._rest + piece
        cut = whole.rfind(b"<table:table-row")
        if cut <= 0 and len(whole) < _LONGEST_TAG * 16:
            self._rest = whole
            return
        cut = cut if cut > 0 else len(whole)
        self._look(whole[:cut])
        self._rest = whole[cut:]

    def end(self) -> None:
        self._look(self._rest)
        self.cells = self._rows * self._widest

    def _look(self, text: bytes) -> None:
        self.has_errors = self.has_errors or _ODS_ERROR.search(text) is not None
        starts = [*_ODS_ROW.finditer(text)]
        for row, following in zip_longest(starts, starts[1:]):
            self._take_row(row[1], text[row.end() : following.start() if following else len(text)])

    def _take_row(self, head: bytes, text: bytes) -> None:
        """Empty rows count once something stands below them, empty cells once something stands behind."""
        self._pending += _repeated(_ROWS_REPEATED, head)
        width = pending = 0
        cells = [*_ODS_CELL.finditer(text)]
        for cell, following in zip_longest(cells, cells[1:]):
            pending += _repeated(_COLUMNS_REPEATED, cell[1])
            inside = text[cell.end() : following.start() if following else len(text)]
            if b"office:value" in cell[1] or b"<text:" in inside:
                width += pending
                pending = 0
        if width:
            self._rows += self._pending
            self._pending = 0
            self._widest = max(self._widest, width)


def _repeated(pattern: re.Pattern[bytes], head: bytes) -> int:
    found = pattern.search(head)
    return min(int(found[1][:10]), _MANY) if found else 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


AREAS: dict[FileFormat, type[XlsxArea | OdsArea]] = {FileFormat.XLSX: XlsxArea, FileFormat.ODS: OdsArea}
