"""A subject as it is read, with its keywords as names instead of what is written for them."""

from __future__ import annotations

import re
from typing import NamedTuple

_KEYWORD = re.compile(r"\{\{-?\s*([A-Za-z_]\w*)[^{}]*\}\}")

_BRIEF = 80  # characters


class SubjectPart(NamedTuple):
    """Text as it was written, or the name of a keyword."""

    words: str
    is_keyword: bool


def subject_parts(subject: str) -> list[SubjectPart]:
    """Text and keywords by turns; nothing that is empty."""
    parts: list[SubjectPart] = []
    end = 0
    for found in _KEYWORD.finditer(subject):
        parts.append(SubjectPart(subject[end : found.start()], is_keyword=False))
        parts.append(SubjectPart(found[1].replace("_", " "), is_keyword=True))
        end = found.end()
    parts.append(SubjectPart(subject[end:], is_keyword=False))
    return [part for part in parts if part.words]


def subject_words(subject: str) -> str:
    """``Letter for {{ account_title | upcase }}`` as ``Letter for ‹account title›``."""
    return "".join(f"‹{part.words}›" if part.is_keyword else part.words for part in subject_parts(subject))


def brief_subject(subject: str) -> str:
    """The same within a sentence: of a long one its beginning."""
    words = subject_words(subject)
    return words if len(words) <= _BRIEF else f"{words[: _BRIEF - 1].rstrip()}…"
