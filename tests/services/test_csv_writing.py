"""Files for spreadsheets: what stands in a cell is shown and never worked out, however the file is split."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.csv_writing import guarded, guarded_copy, save_csv

if TYPE_CHECKING:
    from pathlib import Path

_SIGNS = tuple("=+-@＝＋－＠\t\r\n")
_CELLS = st.lists(st.sampled_from([*_SIGNS, ";", ",", "|", '"', "'", " ", "1", "A1", "x"]), max_size=8).map(
    "".join
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv") / "list.csv"


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=3), max_size=3))
def test_no_cell_is_a_formula_whatever_separates_the_cells(path: Path, rows: list[list[str]]) -> None:
    save_csv(path, ["=title"], rows)
    for delimiter in ",;|\t":
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
        assert not [cell for cell in found if cell.lstrip().startswith(_SIGNS)]


@given(st.text())
def test_a_cell_keeps_all_that_it_says(text: str) -> None:
    assert guarded(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["Fowler", "O'Neill; Sons", "a-b", "x = 1", "1; 2", ""])
def test_a_plain_cell_stays_as_it_is(text: str) -> None:
    assert guarded(text) == guarded_copy(text) == text


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("+1 (312) 555-0148", "+1 (312) 555-0148"),
        ("-12.50", "-12.50"),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("-2+3", "'-2+3"),
    ],
)
def test_a_copied_number_stays_one_and_a_formula_does_not(text: str, copied: str) -> None:
    assert guarded_copy(text) == copied
