"""Looks through a spreadsheet's archive before any library unpacks it into memory.

The archive is unpacked once, a piece at a time and into nothing: what it claims of its own size is
not believed, and the area its cells span is worked out, because a reader makes room for all of it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import FileFormat
from desktop.services.import_files.sheet_area import AREAS, Area

_MOST_BYTES = 400_000_000
_MOST_CELLS = 8_000_000
_MOST_PARTS = 2_000
_PIECE = 256 * 1024
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")


def sheet_format(path: Path) -> FileFormat:
    """Of which kind the spreadsheet is. Raises Refused for another archive, and for one that is protected."""
    with _archive(path) as archive:
        names = set(archive.namelist())
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise _protected()
        if "xl/workbook.xml" in names:
            return FileFormat.XLSX
        kind = _start(archive, "mimetype", 200).strip()
        if kind == _ODS and "content.xml" in names:
            if b"encryption-data" in _start(archive, "META-INF/manifest.xml", 1_000_000):
                raise _protected()
            return FileFormat.ODS
    raise Refused(
        tr("This is not a spreadsheet"),
        tr("The file is an archive, but holds neither an XLSX nor an ODS spreadsheet."),
        tr("Save the list as XLSX, ODS or CSV, then import it. Nothing was imported."),
    )


def check_archive(path: Path, form: FileFormat) -> None:
    """Raises Refused when the spreadsheet is larger than it may be, broken, or not worked out."""
    with _archive(path) as archive, path.open("rb") as file:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS:
            raise _too_large()
        room = _MOST_BYTES
        for entry in entries:
            area = AREAS[form]() if _SHEETS.fullmatch(entry.filename) else None
            for piece in _unpacked(file, entry):
                room -= len(piece)
                if room < 0:
                    raise _too_large()
                if area is not None:
                    area.take(piece)
            if area is not None:
                _check_area(area)


def _check_area(area: Area) -> None:
    area.end()
    if area.cells > _MOST_CELLS:
        raise _too_large()
    if area.has_unknown_results:
        raise Refused(
            tr("The spreadsheet is not worked out"),
            tr("It holds formulas whose results were never saved."),
            tr("Open it in your spreadsheet program, save it, and import it again. Nothing was imported."),
        )
    if area.has_errors:
        raise Refused(
            tr("The spreadsheet holds errors"),
            tr("Formulas in it have no result, but an error such as #N/A or #REF!."),
            tr("Mend or empty those cells, save the file, and import it again. Nothing was imported."),
        )


def broken_sheet() -> Refused:
    """The refusal of a spreadsheet that cannot be read."""
    return Refused(
        tr("The spreadsheet is damaged"),
        tr("A part of it cannot be read."),
        tr("Open it in your spreadsheet program, save it anew, and import that. Nothing was imported."),
    )


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken_sheet() from error


def _start(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(size)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        raise broken_sheet() from error


def _unpacked(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the part really holds, to the end of its stream, whatever size it claims."""
    file.seek(entry.header_offset)
    head = file.read(30)
    if len(head) < 30 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken_sheet()
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    left = entry.compress_size
    while left > 0 and (packed := file.read(min(_PIECE, left))):
        left -= len(packed)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            try:
                yield unpacker.decompress(packed, _PIECE)
            except zlib.error as error:
                raise broken_sheet() from error
            packed = unpacker.unconsumed_tail


def _protected() -> Refused:
    return Refused(
        tr("The spreadsheet is protected"),
        tr("It opens only with a password."),
        tr("Save it without a password, then import it. Nothing was imported."),
    )


def _too_large() -> Refused:
    return Refused(
        tr("The spreadsheet is too large"),
        tr("It unpacks to more than {size} MB, or its cells span more than {cells} places.").format(
            size=_MOST_BYTES // 1_000_000, cells=f"{_MOST_CELLS:,}"
        ),
        tr("Delete what does not belong to the list, or save it as CSV, which may be of any length."),
    )
