"""How deep HTML is nested: the program's viewer takes seconds over documents nested by the thousand."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

DEEPEST = 60
_TAG = re.compile(r"<[^>]*>?")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def depth_of(document: str) -> int:
    """How deep the elements of ``document`` are nested, at most; unclosed ones count as open."""
    reader = _Depth()
    reader.feed(document)
    reader.close()
    return reader.deepest


def flattened(document: str) -> str:
    """The words of ``document`` as one paragraph: what is shown of one that is nested too deep."""
    words = " ".join(html.unescape(_TAG.sub(" ", document)).split())
    return f"<p>{html.escape(words)}</p>"


class _Depth(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.deepest = 0
        self._now = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._now += 1
            self.deepest = max(self.deepest, self._now)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._now = max(self._now - 1, 0)
