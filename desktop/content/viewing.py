"""Outside HTML made fit for the program's viewer, which stalls over very deep or very long documents."""

from __future__ import annotations

from desktop.content import markdown_html
from desktop.content.plain_text import text_of_html

LONGEST = 200_000


def safe_html(outside: str, longest: int = LONGEST) -> str:
    """``outside`` sanitised; as plain words where it is nested too deep; cut where it is longer than ``longest``.

    What comes out names nothing on the network but the links that a person may follow.
    """
    return markdown_html.safe_html(outside[:longest])


def safe_text(outside: str) -> str:
    """What ``outside`` says, as plain text."""
    return text_of_html(safe_html(outside))
