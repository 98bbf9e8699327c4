"""Rows in memory are asked for like those of a store, and answer alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.listing import Order
from desktop.views.lists.held_rows import HeldRows

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[int, str]


def held(rows: Sequence[Row]) -> HeldRows[Row]:
    return HeldRows(lambda: rows, lambda row: row[0], {"name": lambda row: row[1]}, lambda row: row[1])


@given(st.lists(st.text(max_size=3), max_size=30), st.booleans(), st.integers(1, 7))
def test_page_behind_page_is_the_whole_in_order(names: list[str], descending: bool, limit: int) -> None:
    rows = list(enumerate(names))
    source, order = held(rows), Order("name", descending)
    found: list[Row] = []
    page = source.page(order, "", None, limit)
    while page:
        assert len(page) <= limit
        found += page
        page = source.page(order, "", source.key_of(order, page[-1]), limit)
    assert found == sorted(rows, key=lambda row: (row[1], row[0]), reverse=descending)
    marks = source.marks(order, "", 3, {0, 99}, lambda: None)
    assert marks.total == len(rows)
    assert marks.keys == [source.key_of(order, row) for row in found[2::3]]
    assert marks.places == {row[0]: place for place, row in enumerate(found) if row[0] == 0}


def test_a_filter_folds_case_and_accents_and_wants_all_words() -> None:
    source = held([(1, "José Martín"), (2, "Martin Luther"), (3, "Ada")])
    order = Order("name")
    assert source.page(order, "martin", None, 9) == [(1, "José Martín"), (2, "Martin Luther")]
    assert source.page(order, "JOSE mart", None, 9) == [(1, "José Martín")]
    assert source.rows("martin", {1, 3}) == {1: (1, "José Martín")}
