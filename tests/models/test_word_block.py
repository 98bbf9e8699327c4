"""Places of texts that have a gram are packed, unpacked and walked; a text's own parts are always found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.word_block import (
    any_places,
    beyond,
    common_places,
    count_of_places,
    each_place,
    gram_number,
    numbers_of_beginning,
    packed_ids,
    packed_places,
    places_by_gram,
    telling_grams,
    unpacked_ids,
    unpacked_places,
    whole_grams,
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


@given(st.lists(st.sets(st.integers(0, 511)), min_size=1, max_size=5))
def test_places_of_several_sets(sets: list[set[int]]) -> None:
    packed = [packed_places(sorted(each), 512) for each in sets]
    assert [count_of_places(each) for each in packed] == [len(each) for each in sets]
    assert list(each_place(any_places(packed), descending=False)) == sorted(set().union(*sets))
    assert list(each_place(common_places(packed), descending=False)) == sorted(set.intersection(*sets))


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_what_is_sought_of_a_part_is_in_the_whole(text: str, start: int, end: int) -> None:
    assert telling_grams(text[start:end]) <= whole_grams(text)


@given(TEXTS, st.text(st.sampled_from("abe 口\U0010ffff"), min_size=1, max_size=2))
def test_one_or_two_letters_begin_a_gram_of_just_the_texts_that_have_them(text: str, sought: str) -> None:
    first, last = numbers_of_beginning(sought)
    assert any(first <= gram_number(gram) <= last for gram in whole_grams(text)) == (sought in text)


@given(st.lists(TEXTS, max_size=6))
def test_each_gram_leads_to_the_texts_that_have_it(texts: list[str]) -> None:
    found = places_by_gram(texts)
    for place, text in enumerate(texts):
        assert all(place in found[gram_number(gram)] for gram in whole_grams(text))
    assert all(
        -(2**63) <= number < 2**63 and [*places] == sorted({*places}) for number, places in found.items()
    )
