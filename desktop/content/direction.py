"""Right-to-left blocks named as such, for the program's viewer, which does not know ``dir="auto"``."""

from __future__ import annotations

import re
import unicodedata

_BLOCK = re.compile(r'<([a-z0-9]+) dir="auto"')
_TAG = re.compile(r"<[^>]*>")
_LOOKED_AT = 400


def with_plain_direction(body: str) -> str:
    """``body`` in which each block that begins right to left says so."""
    return _BLOCK.sub(lambda block: f"<{block.group(1)}{_direction(body, block)}", body)


def _direction(body: str, block: re.Match[str]) -> str:
    end = body.find(f"</{block.group(1)}>", block.end(), block.end() + _LOOKED_AT)
    inside = body[block.start() : end if end >= 0 else block.end() + _LOOKED_AT]
    for char in _TAG.sub("", inside):
        kind = unicodedata.bidirectional(char)
        # What stands for a value is of no direction: it is settled by the author's own words.
        if kind in ("R", "AL"):
            return ' dir="rtl"'
        if kind == "L" and unicodedata.category(char) != "Co":
            return ""
    return ""
