"""Finds in a text as it is written the parts that a folded filter matched."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from desktop.models.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence


def matched_parts(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Start and length of every part of ``text`` whose folded form is one of ``words``.

    Lengths are in characters of ``text``. Where folding cannot be followed character by
    character nothing is marked.
    """
    if not words:
        return []
    folded, places = _plain_with_places(text) if text.isascii() else _folded_with_places(text)
    return [(places[at], places[at + len(word)] - places[at]) for word in words for at in _all(folded, word)]


def _all(folded: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(word), folded)]


def _plain_with_places(text: str) -> tuple[str, Sequence[int]]:
    return text.lower(), range(len(text) + 1)


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    parts: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        part = " " if text[start].isspace() else fold(text[start:end])
        parts.append(part)
        # A letter that folds to several, as in "ae" for one letter, is marked whole.
        places.extend([start] * len(part))
        start = end
    places.append(len(text))
    return "".join(parts), places
