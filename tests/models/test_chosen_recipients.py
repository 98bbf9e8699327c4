"""Chosen accounts as a draft keeps them: whole, in order, and small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.chosen_recipients import ids_as_text, ids_from_text


@given(st.lists(st.integers(0, 2**62)))
def test_ids_come_back_in_their_order(ids: list[int]) -> None:
    text = ids_as_text(ids)
    assert text.isascii()
    assert ids_from_text(text) == tuple(ids)


def test_everybody_but_a_few_takes_next_to_no_room() -> None:
    ids = [number for number in range(1, 100_001) if number % 25_000]
    assert len(ids_as_text(ids)) < 6_000


@pytest.mark.parametrize("text", ["!", "AAAA", "no ids at all", "eJxLTEwEAAJJASY="])
def test_what_nobody_packed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ids_from_text(text)
