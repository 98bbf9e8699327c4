"""Names for the files a message is saved as: readable, and safe on every system."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_LONGEST = 80
_MOST_BYTES = 200


def file_name(number: str, subject: str, ending: str) -> str:
    """``U1234567 Subject.eml``; ``ending`` without its dot. What no file system takes is left out.

    The account number, or a day, stands first, so no device name that Windows reserves can come of it.
    """
    named = unicodedata.normalize("NFC", f"{number} {subject}")
    # Control and format characters could hide or turn round what the name says.
    plain = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in named)
    words = _FORBIDDEN.sub(" ", plain).split()
    # Most file systems count bytes, of which one sign may take four; a sign is not cut in two.
    short = " ".join(words)[:_LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore")
    stem = short.rstrip(". ") or "message"
    return f"{stem}.{ending}"
