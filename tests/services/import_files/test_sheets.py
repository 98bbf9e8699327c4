"""Spreadsheets are read as they look, and refused in words before they can do harm."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.models.imports import FileFormat
from desktop.services.import_files import sheet_archive
from desktop.services.import_files.detecting import detected
from desktop.services.import_files.sheet_table import SheetTable, sheet_names
from tests.support.spreadsheets import ods, ods_row, row, xlsx

if TYPE_CHECKING:
    from pathlib import Path

HEAD = row(1, "id", "name", "day")


def read(path: Path, form: FileFormat = FileFormat.XLSX) -> list[tuple[int, list[str]]]:
    with SheetTable(path, form, "List") as table:
        return [
            (line, [*cells])
            for batch in table.batches()
            for line, cells in zip(batch.lines, batch.rows, strict=True)
        ]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        sheet_names(path, detected(path)[0].format)
    return str(caught.value)


def test_cells_are_read_as_they_look(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "list.xlsx",
        row(3, "id", "name", "day", "sum", first="B")
        + row(
            5, "007", '<c r="{at}" t="str"><f>A1</f><v>worked out</v></c>', '<c r="{at}" s="1"><v>45000</v></c>',
            '<c r="{at}"><v>1234567</v></c>', first="B",
        )
        + row(6, '<c r="{at}" t="b"><v>1</v></c>', "x", "", '<c r="{at}"><v>1.5</v></c>', first="B"),
    )  # fmt: skip
    assert detected(path)[0].format is FileFormat.XLSX
    assert sheet_names(path, FileFormat.XLSX) == ("List",)
    with SheetTable(path, FileFormat.XLSX, "List") as table:
        assert table.header == ("id", "name", "day", "sum")
        batches = list(table.batches())
        assert table.numeric == {3}
    assert [line for batch in batches for line in batch.lines] == [5, 6]
    assert [cells for batch in batches for cells in batch.rows] == [
        ("007", "worked out", "2023-03-15", "1234567"),
        ("yes", "x", "", "1.5"),
    ]


def test_an_open_document_is_read(tmp_path: Path) -> None:
    table = (
        ods_row(["id", "name"])
        + ods_row(["1", "Zoë"])
        + ods_row(["2", "Ada"], head='table:number-rows-repeated="2"')
    )
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    path = ods(tmp_path / "list.ods", table + empty)
    assert detected(path)[0].format is FileFormat.ODS
    assert read(path, FileFormat.ODS) == [(2, ["1", "Zoë"]), (3, ["2", "Ada"]), (4, ["2", "Ada"])]


def test_a_number_too_long_for_a_spreadsheet_is_a_fault(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "l.xlsx", HEAD + row(2, '<c r="{at}"><v>1234567890123456789</v></c>', "x", "y"))
    with SheetTable(path, FileFormat.XLSX, "List") as table:
        (batch,) = table.batches()
    assert [(fault.line, fault.column) for fault in batch.broken] == [(2, "id")]
    assert "more digits" in batch.broken[0].reason


def test_sheets_with_rows_can_be_chosen(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "list.xlsx", "", HEAD, row(1, "other"))
    assert sheet_names(path, FileFormat.XLSX) == ("More 1", "More 2")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "is empty"),
        (row(1, "id") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too large"),
        ("<row>" + "<c/>" * 9_000 + "</row>" + "<row/>" * 900, "too large"),
        (row(1, "id", '<c r="{at}"><f>A1+1</f></c>'), "not worked out"),
        (row(1, "id", '<c r="{at}" t="e"><f>A1+1</f><v>#REF!</v></c>'), "holds errors"),
        ("<row><broken", "damaged"),
    ],
)
def test_hostile_sheets_are_refused_in_words(tmp_path: Path, rows: str, words: str) -> None:
    assert words in refusal(xlsx(tmp_path / "list.xlsx", rows))


@pytest.mark.parametrize(
    "table",
    [
        ods_row(["x"] * 1_000, head='table:number-rows-repeated="1000000"'),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="4000000000"/>'
            '<table:table-cell office:value="1"/></table:table-row>'
        ),
        '<table:table-row table:number-rows-repeated="1000000"/>' + ods_row(["x"] * 20),
    ],
)
def test_repeated_cells_do_not_fill_memory(tmp_path: Path, table: str) -> None:
    assert "too large" in refusal(ods(tmp_path / "list.ods", table))


def test_a_bomb_is_not_unpacked_whatever_size_it_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_archive, "_MOST_BYTES", 8_000_000)
    path = xlsx(tmp_path / "list.xlsx", HEAD)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media.bin", "w") as part,
    ):
        for _ in range(9):
            part.write(bytes(1_000_000))
    whole = path.read_bytes()
    size = (9_000_000).to_bytes(4, "little")
    path.write_bytes(whole.replace(size, (10).to_bytes(4, "little")))
    assert "too large" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "only with a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old format"),
        (b"PK\x03\x04 and no archive", "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert words in refusal(path)


def test_another_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "not a spreadsheet" in refusal(path)


def test_a_protected_open_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", "?")
    assert "only with a password" in refusal(path)
