"""Stand-ins for values: one private-use character each, so that a value never meets a parser.

Plane 15 stands for values wherever they are; plane 16 for the same values within the address of a
link that is written out in plain text, where they must be percent-encoded.
"""

from __future__ import annotations

import re

_FIRST = 0xF0000
_LAST = 0xFFFFD
_TO_ADDRESS = 0x10000
MOST = _LAST - _FIRST + 1
SENTINEL = re.compile(f"[{chr(_FIRST)}-{chr(_LAST + _TO_ADDRESS)}]")


def sentinel(number: int) -> str:
    """The character that stands for the value ``number``, which is less than ``MOST``."""
    return chr(_FIRST + number)


def number_of(character: str) -> int:
    """Which value ``character`` stands for."""
    return (ord(character) - _FIRST) % _TO_ADDRESS


def in_address(text: str) -> str:
    """``text`` with its stand-ins marked as parts of an address."""
    return SENTINEL.sub(lambda found: chr(_FIRST + _TO_ADDRESS + number_of(found.group())), text)


def is_in_address(character: str) -> bool:
    """Whether ``character`` was marked by ``in_address``."""
    return ord(character) >= _FIRST + _TO_ADDRESS


def without_sentinels(text: str) -> str:
    """``text`` as an author or a client can have meant it: without the characters reserved here."""
    return SENTINEL.sub("", text)
