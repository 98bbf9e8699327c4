"""Names of attachments, made safe for whoever saves them on whatever system."""

from __future__ import annotations

import re
import unicodedata

from desktop.content.cleaning import one_line

_NOT_IN_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
# What turns or hides letters: a name must not look as if it ended in something else.
_HIDING = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONGEST = 100
_LONGEST_ENDING = 12


def safe_name(name: str, fallback: str) -> str:
    """``name`` without path, control and hidden characters, and not one that Windows keeps for devices."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in _HIDING)
    plain = _NOT_IN_NAME.sub("_", one_line(unicodedata.normalize("NFC", shown))).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _shortened(plain) or fallback


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters; empty without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST].rstrip(" .")
    return f"{stem[: _LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
