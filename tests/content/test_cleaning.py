from __future__ import annotations

import unicodedata

from hypothesis import given

from desktop.content.cleaning import clean, flat, one_line
from tests.content.letters import wild_texts

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | {
    "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"
}  # fmt: skip


@given(wild_texts)
def test_a_clean_text_reaches_nobody_beside_it(text: str) -> None:
    for line in clean(text).split("\n"):
        awaited: list[str] = []
        for char in line:
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
            if char in _OPENING:
                awaited.append(_OPENING[char])
            elif char in _OPENING.values():
                assert awaited.pop() == char
        assert awaited == []


@given(wild_texts)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert flat(one_line(text)) == one_line(text)


def test_ordinary_text_in_any_language_is_kept() -> None:
    for text in ("Fowler & Sons", "山田 太郎", "שלום\nמرحبا", "e\u0301 👩\u200d👩\u200d👧", "\u200fx"):
        assert clean(text) == text
