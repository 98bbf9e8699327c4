"""A CSV file is read row by row, never shifted, and refused in words when it cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Refused
from desktop.models.imports import RowFault
from desktop.services.import_files.text_table import TextTable

if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[int, tuple[str, ...]]


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    path = tmp_path_factory.mktemp("csv") / "list.csv"

    def _write(content: bytes) -> Path:
        path.write_bytes(content)
        return path

    return _write


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> tuple[list[Row], list[RowFault]]:
    rows: list[Row] = []
    faults: list[RowFault] = []
    with TextTable(path, encoding, delimiter) as table:
        for batch in table.batches():
            rows += zip(batch.lines, map(tuple, batch.rows), strict=True)
            faults += batch.broken
    return rows, faults


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read(path)
    return str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_name(write: Callable[[bytes], Path]) -> None:
    with TextTable(write("\ufeffNote, NAME \r\nx,Anna\r\n".encode())) as table:
        assert table.header == ("Note", "NAME")


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-16", ";"), ("cp932", "\t"), ("cp1252", "|"), ("gb18030", ",")]
)
def test_every_encoding_and_delimiter_is_read(
    write: Callable[[bytes], Path], encoding: str, delimiter: str
) -> None:
    name = "Jérôme" if encoding == "cp1252" else "中川 裕太"
    lines = ["id,name"] + [f"{n},{name}" for n in range(30_000)]
    rows, faults = read(write("\n".join(lines).replace(",", delimiter).encode(encoding)), encoding, delimiter)
    assert faults == []
    assert rows == [(n + 2, (str(n), name)) for n in range(30_000)]


def test_another_encoding_names_the_line(write: Callable[[bytes], Path]) -> None:
    path = write(b"id,name\n1,a\n2,\x81\n")
    with pytest.raises(Refused, match=r"Line 3 holds the byte 0x81 at position 15, .*Windows-1252"):
        read(path, "cp1252")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "first line is empty"),
        (b" , \n", "first line is empty"),
        (b"id,name\n1,Anna\n2,J\xe9r\xf4me\n", "Line 3 holds the byte 0xE9 at position 19"),
        (b"id,name\n1,Anna\n2,\xe4", "Line 3 holds the byte 0xE4 at position 18"),
        (b"id,name\n1,An\x00na\n", "Line 2 holds a NUL byte"),
    ],
)
def test_unreadable_files_are_refused_in_words(
    write: Callable[[bytes], Path], content: bytes, words: str
) -> None:
    assert words in refusal(write(content))


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.csv")
    assert "cannot be read" in refusal(tmp_path)


def test_a_bad_byte_far_into_a_file_is_named_by_its_line(write: Callable[[bytes], Path]) -> None:
    row = "1,ä\n".encode()
    assert "Line 200,002 holds the byte 0xFF" in refusal(write(b"id,name\n" + row * 200_000 + b"\xff\n"))


def test_an_endless_line_is_refused_before_it_fills_memory(write: Callable[[bytes], Path]) -> None:
    path = write(b"id,name\n1,Anna\n2," + b"x" * 5_000_000)
    with TextTable(path) as table, pytest.raises(Refused, match="Line 3 is longer"):
        list(table.batches())
    assert table.progress[0] < 2_000_000


def test_a_short_or_long_row_is_a_fault_and_shifts_nothing(write: Callable[[bytes], Path]) -> None:
    rows, faults = read(write(b"id,name,note\n1,a,b\n2,a\n\n3,a,b,c\n4,a,b\n"))
    assert rows == [(2, ("1", "a", "b")), (6, ("4", "a", "b"))]
    assert [fault.line for fault in faults] == [3, 5]
    assert "only 2 values" in faults[0].reason
    assert "4 values" in faults[1].reason


def test_a_row_over_several_lines_is_named_by_its_first(write: Callable[[bytes], Path]) -> None:
    rows, faults = read(write(b'id,name,note\n1,"two\nlines",x\n2,a\n3,b,c\n'))
    assert rows == [(2, ("1", "two\nlines", "x")), (5, ("3", "b", "c"))]
    assert [fault.line for fault in faults] == [4]


def test_a_stray_quotation_mark_never_joins_rows_silently(write: Callable[[bytes], Path]) -> None:
    rows, faults = read(write(b'id,name,note\n1,"Fowler,x\n2,"Bar",y\n3,c,d\n'))
    assert rows == [(4, ("3", "c", "d"))]
    assert [fault.line for fault in faults] == [2]
    assert "lines 2 to 3" in faults[0].reason


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(write: Callable[[bytes], Path], content: bytes) -> None:
    try:
        rows, _ = read(write(b"id,name,note\n" + content))
    except Refused:
        return
    assert all(len(values) == 3 for _, values in rows)


@given(st.text(st.sampled_from('ab," \r\n'), max_size=60))
def test_rows_are_those_of_the_csv_module(write: Callable[[bytes], Path], text: str) -> None:
    """Where nothing is quoted the rows are parted without it."""
    rows, faults = read(write(f"x,y\n{text}".encode()))
    expected: list[tuple[str, ...]] = []
    wrong = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            wrong += 1
            continue
        if len(row) == 2:
            expected.append(tuple(row))
        elif row and not (len(row) == 1 and not row[0].strip()):
            wrong += 1
    assert [values for _, values in rows] == expected
    assert len(faults) == wrong


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_a_row_never_shifts(write: Callable[[bytes], Path], table: list[list[str]], end: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "name", "note"])
    writer.writerows(table)
    rows, faults = read(write(text.getvalue().encode()))
    assert [values for _, values in rows] == [tuple(row) for row in table if len(row) == 3]
    blank = [row for row in table if len(row) == 1 and not row[0].strip()]
    assert len(rows) + len(faults) == len(table) - len(blank)


def test_a_row_too_long_does_not_make_up_for_one_too_short(write: Callable[[bytes], Path]) -> None:
    rows, faults = read(write(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n\n10, 11,12\n"))
    assert rows == [(2, ("1", "2", "3")), (6, ("10", " 11", "12"))]
    assert [fault.line for fault in faults] == [3, 4]


@pytest.mark.parametrize("row", ["x , y,z", " x,y,z", "x,y,z ", "x,y\u3000,z", "x,\u00a0y,z"])
def test_what_may_have_to_be_trimmed_is_said(write: Callable[[bytes], Path], row: str) -> None:
    for text, trimmed in ((f"1,2,3\n{row}\n4,5,6\n", False), ("1,2 3,4\n5,\u00e9,6\n", True)):
        with TextTable(write(f"a,b,c\n{text}".encode())) as table:
            assert [batch.is_trimmed for batch in table.batches()] == [trimmed]
