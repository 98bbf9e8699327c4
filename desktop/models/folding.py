"""How texts are compared when a person searches: case, accents and width do not matter."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose although a person types them without the stroke.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_MARKS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")


def fold(text: str) -> str:
    """``text`` with case, Latin accents, character width and runs of white space folded.

    Japanese voicing marks are kept, since they tell words apart. The result is one line.
    """
    if text.isascii():
        return _SPACES.sub(" ", text.lower()).strip()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain).translate(_STROKES)).strip()


def words(query: str) -> tuple[str, ...]:
    """The folded words of a filter text; all of them must be found, in any order."""
    return tuple(dict.fromkeys(fold(query).split(" "))) if fold(query) else ()
