"""What has to be taken out of outside text before it is shown anywhere, whatever the place."""

from __future__ import annotations

import re

from desktop.content.sentinels import without_sentinels

# Control characters but for the newline, lone surrogates and non-characters: no place can show them.
_UNSHOWABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_CODED = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+))")
_MOST_DIGITS = 7
_CHARACTERS = 0x110000
_KEPT = "\t\n\r\x0c" + "".join(map(chr, range(0x80, 0xA0)))
"""White space, and numbers for which HTML has other characters."""
_REPLACEMENT = "\ufffd"
_OVERRIDES = re.compile("[\u202d\u202e]")

_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_POP_EMBEDDING = "\u202c"
_POP_ISOLATE = "\u2069"
_ORDERING = re.compile(f"[{_EMBEDDINGS}{_ISOLATES}{_POP_EMBEDDING}{_POP_ISOLATE}]")
_FIRST_STRONG_ISOLATE = "\u2068"


def authored(text: str) -> str:
    """What an author wrote, with plain newlines and nothing in it that cannot have been meant."""
    return "\t".join(_shown(part) for part in text.split("\t"))


def clean(text: str) -> str:
    """``text`` with plain newlines, no control characters, and no reach into what stands beside it."""
    if text.isascii() and text.isprintable():
        return text
    shown = _shown(text)
    if _ORDERING.search(shown) is None:
        return shown
    return "\n".join(_isolated(line) for line in shown.split("\n"))


def one_line(text: str) -> str:
    """``text`` cleaned, with every run of white space as one space: fit for a header or a list."""
    return flat(clean(text))


def in_a_row(text: str) -> str:
    """Outside ``text`` as one line of a list or a heading, in the order in which it is written."""
    return one_line(in_order(text))


def flat(text: str) -> str:
    """The same for a text that was put together from clean ones, whose isolates are in place."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _shown(text)).strip()


def without_coded(html: str) -> str:
    """``html`` in which no character is spelt by its number that ``authored`` would take out.

    Another stands in its place, so that what is around it does not become such a spelling.
    """
    return _CODED.sub(_as_meant, html) if "&#" in html else html


def in_order(text: str) -> str:
    """``text`` without the controls by which letters are shown in another order than they are written in.

    Nobody needs them to write a language; they make an ending or an amount read backwards.
    """
    return text if text.isascii() else _OVERRIDES.sub("", text)


def _as_meant(found: re.Match[str]) -> str:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    # What is longer is no character, and HTML says what is shown for it.
    number = int(digits, base) if len(digits.lstrip("0")) <= _MOST_DIGITS and digits.strip("0") else 0
    if not 0 < number < _CHARACTERS:
        return found[0]
    character = chr(number)
    is_meant = character in _KEPT or authored(character) == character
    return found[0] if is_meant else _REPLACEMENT


def _shown(text: str) -> str:
    joined = _BREAKS.sub("\n", without_sentinels(text)).replace("\t", " ")
    return _UNSHOWABLE.sub("", joined)


def _isolated(line: str) -> str:
    """A line whose directional overrides end with it and cannot reorder its neighbours."""
    if _ORDERING.search(line) is None:
        return line
    return f"{_FIRST_STRONG_ISOLATE}{_balanced(line)}{_POP_ISOLATE}"


def _balanced(line: str) -> str:
    open_now: list[str] = []
    kept: list[str] = []
    for char in line:
        if char in _EMBEDDINGS:
            open_now.append(_POP_EMBEDDING)
        elif char in _ISOLATES:
            open_now.append(_POP_ISOLATE)
        elif char in (_POP_EMBEDDING, _POP_ISOLATE):
            if not open_now or open_now[-1] != char:
                continue
            open_now.pop()
        kept.append(char)
    return "".join(kept) + "".join(reversed(open_now))
