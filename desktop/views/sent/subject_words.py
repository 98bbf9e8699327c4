"""A subject as it is read, with its keywords as names instead of what is written for them."""

from __future__ import annotations

import re

_KEYWORD = re.compile(r"\{\{-?\s*([A-Za-z_]\w*)[^{}]*\}\}")


def subject_words(subject: str) -> str:
    """``Letter for {{ account_title | upcase }}`` as ``Letter for ‹account title›``."""
    return _KEYWORD.sub(lambda found: f"‹{found[1].replace('_', ' ')}›", subject)
