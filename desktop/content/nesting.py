"""How deep HTML is nested: the program's viewer takes seconds over documents nested by the thousand."""

from __future__ import annotations

import html
import re
from collections import Counter

DEEPEST = 60
_TAG = re.compile(r"<[^<>]*>?")
# A name is enough: whoever looks for the end of each tag looks through all of the rest for each that has none.
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def depth_of(document: str) -> int:
    """How deep the elements of ``document`` are nested, at most; unclosed ones count as open."""
    open_now: list[str] = []
    count: Counter[str] = Counter()
    deepest = 0
    for ends, written in _NAME.findall(document):
        name = written.lower()
        if name in _VOID:
            continue
        if not ends:
            open_now.append(name)
            count[name] += 1
            deepest = max(deepest, len(open_now))
        elif count[name]:
            _close(name, open_now, count)
    return deepest


def flattened(document: str) -> str:
    """The words of ``document`` as one paragraph: what is shown of one that is nested too deep."""
    words = " ".join(html.unescape(_TAG.sub(" ", document)).split())
    return f"<p>{html.escape(words)}</p>"


def _close(name: str, open_now: list[str], count: Counter[str]) -> None:
    """The innermost ``name`` ends, and with it what was opened within."""
    ended = ""
    while ended != name:
        ended = open_now.pop()
        count[ended] -= 1
