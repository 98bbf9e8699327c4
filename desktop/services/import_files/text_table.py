"""A text file with delimiters as rows of values, each with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.imports import RowFault
from desktop.services.import_files.table import Batch, batch_of
from desktop.services.import_files.watched_file import WatchedFile

if TYPE_CHECKING:
    from _csv import Reader

_BUFFER = 256 * 1024
_PART = 32 * 1024


class TextTable:
    """An open text file, with or without a byte order mark. Close it, or use it with ``with``.

    Opening and reading raise Refused for what makes the file unreadable as a whole.
    """

    numeric: frozenset[int] = frozenset()

    def __init__(self, path: Path, encoding: str = "utf-8", delimiter: str = ",") -> None:
        self._file = WatchedFile(path, encoding)
        buffered = io.BufferedReader(self._file, _BUFFER)
        self._text = io.TextIOWrapper(buffered, encoding="utf-8", errors="strict", newline="")
        self._delimiter = delimiter
        self._lines = 0
        try:
            self.header = self._read_header()
        except BaseException:
            self.close()
            raise

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

    def batches(self) -> Iterator[Batch]:
        """The rows in parts that the processor's memory holds."""
        while whole := self._text.read(_PART):
            whole += self._text.readline()
            # Where nothing is quoted, to part at the delimiters is all there is to it.
            if '"' in whole or len(self.header) == 1 or len(whole) > csv.field_size_limit():
                yield self._parsed(whole)
            else:
                yield self._parted(_plain(whole))

    def _parted(self, plain: str) -> Batch:
        """The rows of these lines, in which nothing is quoted."""
        count = plain.count("\n") + 1
        begins = range(self._lines + 1, self._lines + 1 + count)
        self._lines += count
        columns = _columns(plain, self._delimiter, len(self.header), count)
        if columns is None:
            return self._sorted(begins, [line.split(self._delimiter) for line in plain.split("\n")], [])
        return Batch(begins, columns, is_trimmed=_is_trimmed(plain, self._delimiter))

    def _parsed(self, whole: str) -> Batch:
        """The rows of these lines, and of more where a value goes on behind the last."""
        reader = self._reader(chain(io.StringIO(whole, newline=""), self._further()))
        before, count = self._lines, _plain(whole).count("\n") + 1
        lines, rows, broken = [], [], []
        while reader.line_num < count:
            begins = before + reader.line_num + 1
            try:
                rows.append(next(reader))
                lines.append(begins)
            except csv.Error as error:
                ends = before + reader.line_num
                broken.append(RowFault(begins, "", "", _quoting_fault(error, begins, ends)))
        self._lines += reader.line_num
        return self._sorted(lines, rows, broken)

    def _reader(self, lines: Iterable[str]) -> Reader:
        # Strict: a stray quotation mark is an error and never joins two values silently.
        return csv.reader(lines, strict=True, delimiter=self._delimiter)

    def _further(self) -> Iterator[str]:
        return iter(self._text.readline, "")

    def _sorted(self, lines: Sequence[int], rows: list[list[str]], broken: list[RowFault]) -> Batch:
        """Rows of the right width apart from others; blank lines are none."""
        width = len(self.header)
        if set(map(len, rows)) <= {width}:
            return batch_of(lines, rows, broken)
        good: list[tuple[int, list[str]]] = []
        ragged = []
        for line, row in zip(lines, rows, strict=True):
            if len(row) == width:
                good.append((line, row))
            elif row and not (len(row) == 1 and not row[0].strip()):
                ragged.append(RowFault(line, "", "", _width_fault(len(row), width)))
        return batch_of([line for line, _ in good], [row for _, row in good], ragged + broken)

    def _read_header(self) -> tuple[str, ...]:
        reader = self._reader(self._further())
        try:
            first = next(reader, None)
        except csv.Error as error:
            raise no_header(_quoting_fault(error, 1, reader.line_num)) from error
        self._lines = reader.line_num
        if not first or not any(map(str.strip, first)):
            raise no_header(tr("Its first line is empty, where the names of the columns should be."))
        first[0] = first[0].removeprefix("\ufeff")
        return tuple(" ".join(name.split()) for name in first)


def no_header(sentence: str) -> Refused:
    """The refusal of a file whose columns have no usable names."""
    return Refused(
        tr("The file cannot be imported"),
        sentence,
        tr("The first line must name the columns. Nothing was imported."),
    )


def _plain(text: str) -> str:
    """These lines parted by newlines alone, whatever system ended them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return plain.removesuffix("\n")


def _columns(plain: str, delimiter: str, width: int, count: int) -> list[Sequence[str]] | None:
    """The columns of ``count`` lines, parted all at once; None when a line has more or fewer values.

    Each line but the first is made to begin a value of its own. So all lines are of this width just when
    every value of the first column, and no other, begins a line.
    """
    values = plain.replace("\n", f"{delimiter}\n").split(delimiter)
    first = "".join(values[::width]).split("\n")
    if len(values) != count * width or len(first) != count:
        return None
    return [first, *(values[place::width] for place in range(1, width))]


def _is_trimmed(plain: str, delimiter: str) -> bool:
    """Whether certainly no value in these lines begins or ends with white space."""
    values = f"{delimiter}{plain}{delimiter}".replace("\n", delimiter)
    if f" {delimiter}" in values or f"{delimiter} " in values:
        return False
    # What is printable has no white space but blanks.
    return (values if delimiter.isprintable() else values.replace(delimiter, "")).isprintable()


def _width_fault(found: int, width: int) -> str:
    if found < width:
        return tr("The row has {values}, the header names {columns}.").format(
            values=trn("only {n} value", "only {n} values", found),
            columns=trn("{n} column", "{n} columns", width),
        )
    return tr("The row has {values}, the header names {columns}.").format(
        values=trn("{n} value", "{n} values", found),
        columns=trn("only {n} column", "only {n} columns", width),
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
