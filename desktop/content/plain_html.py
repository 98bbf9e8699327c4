"""Plain text as HTML: what was written, and nothing else."""

from __future__ import annotations

import html


def plain_html(text: str) -> str:
    """``text`` in paragraphs, with its own lines and spaces."""
    paragraphs = (html.escape(part.strip("\n"), quote=False) for part in text.split("\n\n"))
    return "".join(
        f'<p dir="auto" style="white-space: pre-wrap;">{part.replace(chr(10), "<br>")}</p>'
        for part in paragraphs
        if part
    )
