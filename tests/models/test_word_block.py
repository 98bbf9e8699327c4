"""Places of texts that have a gram are packed, unpacked and walked; a text's own parts are always found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.word_block import (
    beyond,
    each_place,
    gram_number,
    grams,
    packed_ids,
    packed_places,
    places_by_gram,
    unpacked_ids,
    unpacked_places,
)

TEXTS = st.text(st.sampled_from("abcde 口座\U0010ffff"), max_size=20)


@given(st.sets(st.integers(0, 511)), st.booleans())
def test_places_are_packed_and_walked_in_order(places: set[int], descending: bool) -> None:
    ordered = sorted(places)
    bits = unpacked_places(packed_places(ordered, 512))
    assert list(each_place(bits, descending=descending)) == sorted(places, reverse=descending)


@given(st.sets(st.integers(0, 40)), st.integers(0, 40), st.booleans())
def test_what_lies_beyond_an_id_is_left(ids: set[int], last: int, descending: bool) -> None:
    ordered = sorted(ids)
    assert list(unpacked_ids(packed_ids(ordered))) == ordered
    left = beyond((1 << len(ordered)) - 1, ordered, last, descending=descending)
    found = [ordered[place] for place in each_place(left, descending=False)]
    assert found == [each for each in ordered if (each < last if descending else each > last)]


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_a_part_has_no_gram_that_the_whole_has_not(text: str, start: int, end: int) -> None:
    assert grams(text[start:end]) <= grams(text)


@given(st.lists(TEXTS, max_size=6))
def test_each_gram_leads_to_the_texts_that_have_it(texts: list[str]) -> None:
    found = places_by_gram(texts)
    for place, text in enumerate(texts):
        assert all(place in found[gram_number(gram)] for gram in grams(text))
    assert all(
        -(2**63) <= number < 2**63 and [*places] == sorted({*places}) for number, places in found.items()
    )
