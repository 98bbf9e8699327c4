"""How texts are compared when a person searches: case, accents and width do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters that Unicode does not decompose although a person types them without the stroke.
_STROKES = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
}
_MARKS = re.compile("[\u0300-\u036f]+")
# Syllables of Hangul and voiced kana, which are to be composed again: many of them in a text take Python a microsecond
# for each of its letters, and what is composed already takes it none.
_PAIRS = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|.[\u3099\u309a]")
# Halves of letters, which no store can look for, are no letters.
_PARTING = "\0"
_PRINTABLE = bytes(range(0x20, 0x7F))
_USUAL_SPACES = "\n\t\r"
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")


def fold(text: str) -> str:
    """``text`` with case, Latin accents, character width and runs of white space folded.

    Japanese voicing marks are kept, since they tell words apart. The result is one line.
    """
    return _one_line(_plain(text))


def fold_all(texts: Sequence[str]) -> list[str]:
    """``fold`` of each, many at once, which takes a fifth of the time."""
    flags = [*map(str.isascii, texts)]
    if all(flags):
        return _fold_lines(texts)
    others = [place for place, flag in enumerate(flags) if not flag]
    plain = [*texts]
    for place in others:
        plain[place] = ""
    folded = _fold_lines(plain)
    for place, text in zip(others, _fold_lines([texts[place] for place in others]), strict=True):
        folded[place] = text
    return folded


def _fold_lines(texts: Sequence[str]) -> list[str]:
    # Letter by letter, many texts are folded as one; what parts them must be in none of them.
    plain = _plain(_PARTING.join(texts))
    for mark in _USUAL_SPACES:
        plain = plain.replace(mark, " ")
    while "  " in plain:
        plain = plain.replace("  ", " ")
    lines = plain.split(_PARTING)
    if len(lines) != max(len(texts), 1):
        return [*map(fold, texts)]
    # What is printable has no other spaces.
    parted = [line.strip(" ") for line in lines] if texts else []
    if plain.isascii() and not plain.encode().translate(None, _PRINTABLE).strip(_PARTING.encode()):
        return parted
    return [line if line.isprintable() else _one_line(line) for line in parted]


def _one_line(plain: str) -> str:
    line = " ".join(plain.split())
    # What is printable has no control characters left, nor halves of letters.
    return line if line.isprintable() else _SPACES.sub(" ", plain).strip()


def _plain(text: str) -> str:
    """Letter by letter, so that many lines can be folded as one text."""
    if text.isascii():
        return text.lower()
    parted = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    plain = unicodedata.normalize("NFC", _PAIRS.sub(_composed, parted))
    for letter, typed in _STROKES.items():
        plain = plain.replace(letter, typed)
    return plain


def _composed(pair: re.Match[str]) -> str:
    return _composition(pair[0])


@lru_cache(maxsize=4096)
def _composition(pair: str) -> str:
    return unicodedata.normalize("NFC", pair)


def words(query: str) -> tuple[str, ...]:
    """The folded words of a filter text; all of them must be found, in any order."""
    return tuple(dict.fromkeys(fold(query).split(" "))) if fold(query) else ()
