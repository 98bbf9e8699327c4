"""What is marked in a title is what the filter matched in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.folding import fold, words
from desktop.views.recipients.matched import matched_parts


@pytest.mark.parametrize(
    ("title", "query", "marked"),
    [
        ("Fowler, Watson", "fow son", ["Fow", "son"]),
        ("Møller Søren", "soren", ["Søren"]),
        ("Zoe\u0308 Marti\u0301n", "zoe in", ["Zoe\u0308", "i\u0301n"]),
        ("Cæsar", "ca", ["Cæ"]),
        ("株式会社 東京", "東京", ["東京"]),
        ("ﾀﾅｶ", "タナカ", ["ﾀﾅｶ"]),
        ("شركة النور", "نور", ["نور"]),
        ("a.b (c)", "(c)", ["(c)"]),
        ("Anna", "", []),
        ("Anna", "xyz", []),
    ],
)
def test_what_was_typed_is_marked_as_it_is_written(title: str, query: str, marked: list[str]) -> None:
    parts = matched_parts(title, words(query))
    assert [title[at : at + length] for at, length in parts] == marked


@given(st.text(max_size=30), st.text(min_size=1, max_size=3))
def test_marks_stay_within_the_text_and_hold_the_word(title: str, query: str) -> None:
    for at, length in matched_parts(title, words(query)):
        assert 0 <= at < at + length <= len(title)
        assert any(word in fold(title[at : at + length]) for word in words(query))
