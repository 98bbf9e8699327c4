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
    whole = text.lower() if text.isascii() else fold(text)
    words = [word for word in words if word in whole]
    if not words:
        return []  # as in most cells; to follow the folding letter by letter costs much more
    folded, parts = _plain_with_parts(text) if text.isascii() else _folded_with_parts(text)
    found = [parts[at : at + len(word)] for word in words for at in _all(folded, word)]
    return [(met[0][0], met[-1][1] - met[0][0]) for met in found]


def _all(folded: str, word: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(word), folded)]


def _plain_with_parts(text: str) -> tuple[str, list[tuple[int, int]]]:
    return text.lower(), [(at, at + 1) for at in range(len(text))]


def _folded_with_parts(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters the start and end of what it came from."""
    folded: list[str] = []
    parts: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        letters = " " if text[start].isspace() else fold(text[start:end])
        folded.append(letters)
        # A letter that folds to several, as in "ae" for one letter, is marked whole.
        parts.extend([(start, end)] * len(letters))
        start = end
    return "".join(folded), parts
