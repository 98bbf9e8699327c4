"""Finds out how a file is written: its format by its first bytes, its encoding and its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from pathlib import Path

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import FileFormat, ImportKind, Reading
from desktop.services.import_files.encodings import DELIMITERS
from desktop.services.import_files.matching import guessed
from desktop.services.import_files.no_list import refuse_no_list
from desktop.services.import_files.sheet_archive import sheet_format
from desktop.services.import_files.watched_file import unreadable

_HEAD = 64 * 1024
_CHUNK = 1024 * 1024
_MOST_LINES = 50
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KANA = re.compile("[\u3041-\u30ff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{2,}")


def detected(path: Path) -> tuple[Reading, bool]:
    """How the file is read, and whether that is certain. Raises Refused for what is no list at all."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise unreadable(path, error) from error
    refuse_no_list(head)
    if head.startswith(_COMPOUND):
        raise _compound(path)
    if head.startswith(_ZIP):
        return Reading(sheet_format(path), "", ""), True
    encoding, certain = _encoding(path, head)
    return Reading(FileFormat.TEXT, encoding, _delimiter(head.decode(encoding, "replace"))), certain


def _compound(path: Path) -> Refused:
    """Excel before 2007, and everything that Excel protects with a password, is a compound file."""
    with path.open("rb") as file:
        is_locked = "EncryptedPackage".encode("utf-16-le") in file.read(4 * _CHUNK)
    if is_locked:
        return Refused(
            tr("The spreadsheet is protected"),
            tr("It opens only with a password."),
            tr("Save it without a password, then import it. Nothing was imported."),
        )
    return Refused(
        tr("The file is in an old format"),
        tr("It was saved by Excel 97 to 2003, or by another program in that format."),
        tr("Save it as XLSX, ODS or CSV, then import it. Nothing was imported."),
    )


def _encoding(path: Path, head: bytes) -> tuple[str, bool]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    if _is_utf8(path):
        return "utf-8", True
    return ("cp932" if _is_japanese(head) else "cp1252"), False


def _is_utf8(path: Path) -> bool:
    """Also where a later byte spoils it: what was UTF-8 so far is not something else from there on."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    waiting, any_wide = 0, False
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            if chunk and chunk.isascii() and not waiting:
                continue
            try:
                any_wide = not decoder.decode(chunk, final=not chunk).isascii() or any_wide
            except UnicodeDecodeError as error:
                return any_wide or not error.object[: error.start].isascii()
            if not chunk:
                return True
            waiting = len(decoder.getstate()[0])


def _is_japanese(head: bytes) -> bool:
    """Western text read so has single wide characters and no kana; Japanese text has runs with kana."""
    decoder = codecs.getincrementaldecoder("cp932")()
    try:
        text = decoder.decode(head)
    except UnicodeDecodeError:
        return False
    wide = sum(not letter.isascii() for letter in text)
    in_runs = sum(map(len, _FOREIGN_RUN.findall(text)))
    return bool(_KANA.search(text)) and not _PRIVATE.search(text) and in_runs * 2 > wide


def _delimiter(text: str) -> str:
    """The one under which the header names the most known columns and the rows are the most even."""
    lines = text.removeprefix("\ufeff")
    return max(DELIMITERS, key=lambda one: _evenness(lines, one))


def _evenness(text: str, delimiter: str) -> tuple[int, int, float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [row for row in islice(reader, _MOST_LINES) if row]
    except csv.Error:
        return 0, 0, 0.0, 0
    if not rows or len(rows[0]) == 1:
        return 0, 0, 0.0, 0
    known = max(sum(place is not None for place in guessed(kind, rows[0])) for kind in ImportKind)
    even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    return 1, known, even, len(rows[0])
