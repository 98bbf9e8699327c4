"""Knows Markdown on which its reader would spend minutes, before it is given any of it.

The reader looks from each bracket, and from each tag that has no end, through all that follows. A letter has a few of
them; a text that is made to stop whoever reads it has thousands.
"""

from __future__ import annotations

import re

_MOST_STEPS = 4_000_000
"""Of the reader's smallest steps, half a second at most."""
_SMALL = 1_500
_BLANK = re.compile(r"\n[ \t]*\n")
_UNCLOSED = re.compile(r"<(?=[A-Za-z/!?])(?![^<>]{0,2000}>)")
_BARE = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]*$", re.MULTILINE)
_NESTED = re.compile(r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]*){40}", re.MULTILINE)


def is_costly(markdown: str) -> bool:
    """Whether reading it would take longer than anybody waits, or nest it deeper than anybody reads."""
    if _NESTED.search(markdown) is not None:
        return True
    if len(markdown) < _SMALL:
        return False
    if len(_UNCLOSED.findall(markdown)) * len(markdown) > _MOST_STEPS:
        return True
    return any(_steps(block) > _MOST_STEPS for block in _BLANK.split(markdown) if len(block) > _SMALL)


def _steps(block: str) -> int:
    return (block.count("[") + len(_BARE.findall(block))) * len(block)
