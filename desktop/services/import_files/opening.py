"""Opens a file of any format as a table."""

from __future__ import annotations

from pathlib import Path

from desktop.models.imports import FileFormat, Reading
from desktop.services.import_files.sheet_table import SheetTable, sheet_names
from desktop.services.import_files.table import FileTable
from desktop.services.import_files.text_table import TextTable


def opened(path: Path, reading: Reading) -> FileTable:
    """The file as ``reading`` says. Raises Refused when it cannot be read so."""
    if reading.format is FileFormat.TEXT:
        return TextTable(path, reading.encoding, reading.delimiter)
    return SheetTable(path, reading.format, reading.sheet)


def sheets_of(path: Path, reading: Reading) -> tuple[str, ...]:
    """The names of a spreadsheet's sheets; a text file has none."""
    return () if reading.format is FileFormat.TEXT else sheet_names(path, reading.format)
