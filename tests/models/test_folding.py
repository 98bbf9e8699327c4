"""Many texts are folded as each would be alone."""

from __future__ import annotations

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


def test_case_accents_strokes_and_spaces_are_folded() -> None:
    assert fold_all(["Łódź  Sørensen", "STRASSE", "ﾃﾞ"]) == ["lodz sorensen", "strasse", "デ"]
