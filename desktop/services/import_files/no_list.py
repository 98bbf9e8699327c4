"""Knows files that are no lists by how they begin, and names them, so that nobody is asked for their columns."""

from __future__ import annotations

from desktop.errors import Refused
from desktop.language import tr

_BOM = b"\xef\xbb\xbf"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"Rar!\x1a\x07")
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def refuse_no_list(head: bytes) -> None:
    """``head`` is the beginning of the file. Raises Refused when no list begins so."""
    if not head:
        raise Refused(
            tr("The file is empty"),
            tr("There is nothing in it, not even the names of columns."),
            tr("Check that it is the right file. Nothing was imported."),
        )
    what = _what(head)
    if what:
        raise Refused(
            tr("This is not a list"),
            what,
            tr("Save the list as XLSX, ODS or CSV, then import it. Nothing was imported."),
        )


def _what(head: bytes) -> str:
    """What begins so, in a sentence; empty for what may be a list."""
    text = head.removeprefix(_BOM).lstrip().lower()
    if head.startswith(b"%PDF-"):
        return tr("The file is a PDF document.")
    if head.startswith(_PICTURES):
        return tr("The file is a picture.")
    if head.startswith(_ARCHIVES):
        return tr("The file is an archive.")
    if text.startswith(b"{\\rtf"):
        return tr("The file is a text document.")
    if text.startswith(_PAGES):
        return tr("The file is a web page, whatever its name says.")
    return ""
