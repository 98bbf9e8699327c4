"""The keywords of a broker's template: plain names in double braces, and nothing else of a template language."""

from __future__ import annotations

import re
from functools import lru_cache

KEYWORD = re.compile(r"\{\{\s{0,8}([A-Za-z_][A-Za-z0-9_]{0,79})\s{0,8}\}\}")
OFFICE_KNOWS = frozenset({"account_number", "account_title"})
"""What the office's own records say where the broker does not (FACTS, section 4)."""


@lru_cache(maxsize=1024)
def keywords_in(subject: str, body: str) -> frozenset[str]:
    """The names of all keywords in a message."""
    return frozenset(KEYWORD.findall(subject)) | frozenset(KEYWORD.findall(body))
