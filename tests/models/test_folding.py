"""Many texts are folded as each would be alone."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.models.folding import fold, fold_all

LETTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("aB \tøŁß\u0301\u00a0Σς\n\u3000İ")


@given(st.lists(st.text(LETTERS, max_size=12), max_size=8))
@example([])
@example(["a  b ", " Zoë", ""])
@example(["a", "\u0301b"])
def test_all_at_once_is_each_alone(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


@given(
    st.text(LETTERS | st.sampled_from("\u3099\u309aかハｶ각\u1100\u1161\u11a8\u0345\u094d\u0327"), max_size=60)
)
@example("A\u1ab0\u0301B")
@example("か\u1ab0\u3099가\u11a8ﾊﾟ")
@example("\u0958\u09bc ﬁ½ \u1100\u1161")
def test_what_is_composed_piece_by_piece_is_composed_as_a_whole(text: str) -> None:
    whole = unicodedata.normalize("NFKD", text)
    whole = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", whole).casefold())
    for letter, typed in zip(
        "øłđħıŧæœþð", ("o", "l", "d", "h", "i", "t", "ae", "oe", "th", "d"), strict=True
    ):
        whole = whole.replace(letter, typed)
    printable = "".join(each if each.isprintable() else " " for each in whole)
    kept = "".join(each if each.isprintable() else " " for each in fold(text))
    assert kept.split() == printable.split()


def test_case_accents_strokes_and_spaces_are_folded() -> None:
    assert fold_all(["Łódź  Sørensen", "STRASSE", "ﾃﾞ"]) == ["lodz sorensen", "strasse", "デ"]
