"""Writes spreadsheets by hand, part by part, so that hostile ones can be written too."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(path: Path, rows: str, *further: str) -> Path:
    """A workbook whose first sheet, List, holds these ``<row>`` elements; ``further`` ones follow it."""
    sheets = (rows, *further)
    names = ("List", *(f"More {number}" for number in range(1, len(sheets))))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="s{at}"/>' for at, name in enumerate(names, start=1)
    )
    related = "".join(
        f'<Relationship Id="s{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="w" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
            f'<Relationship Id="st" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for at, inside in enumerate(sheets, start=1):
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{inside}</sheetData></worksheet>',
            )
    return path


def row(number: int, *cells: str, first: str = "A") -> str:
    """A row of cells; each a text, or XML of a cell with {at} for its place."""
    made = []
    for offset, cell in enumerate(cells):
        at = f"{chr(ord(first) + offset)}{number}"
        is_xml = cell.startswith("<")
        made.append(cell.replace("{at}", at) if is_xml else _text(at, cell))
    return f'<row r="{number}">{"".join(made)}</row>'


def _text(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(path: Path, table: str) -> Path:
    """A spreadsheet with one sheet, List, of these ``<table:table-row>`` elements."""
    spaces = " ".join(f'xmlns:{name}="{_ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="List">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ods_row(cells: Sequence[str], *, head: str = "") -> str:
    """A row of texts."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {head}>{inside}</table:table-row>"
