"""Tells whose letters a value is written in: what the author did not try in his own letters may look odd."""

from __future__ import annotations

import unicodedata

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LATIN = "LATIN "


def is_right_to_left(text: str) -> bool:
    """Whether some letter of ``text`` is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def is_in_other_letters(text: str) -> bool:
    """Whether some letter of ``text`` is not Latin; what runs from right to left is told apart."""
    if text.isascii() or is_right_to_left(text):
        return False
    return any(char.isalpha() and not char.isascii() and not _is_latin(char) for char in text)


def _is_latin(char: str) -> bool:
    # Such as the ordinal signs and full-width letters: their names say Latin somewhere, or nothing.
    name = unicodedata.name(char, "")
    return _LATIN in name or name.startswith(("FEMININE ", "MASCULINE ", "MODIFIER "))
