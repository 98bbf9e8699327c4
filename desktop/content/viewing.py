"""Outside HTML made fit for the program's viewer, which stalls over very deep or very long documents."""

from __future__ import annotations

from desktop.content.markdown_html import sanitised
from desktop.content.nesting import DEEPEST, depth_of, flattened
from desktop.content.plain_text import text_of_html

LONGEST = 200_000


def safe_html(outside: str, longest: int = LONGEST) -> str:
    """``outside`` sanitised; as plain words where it is nested too deep; cut where it is longer than ``longest``.

    What comes out names nothing on the network but the links that a person may follow.
    """
    shown = outside[:longest]
    return flattened(shown) if depth_of(shown) > DEEPEST else sanitised(shown)


def safe_text(outside: str) -> str:
    """What ``outside`` says, as plain text."""
    return text_of_html(safe_html(outside))
