"""The HTML of a mail to a user of the office: tables, paragraphs and messages of the broker one below the other.

Nothing here is parsed: each text is escaped for its place, and a message's body is spliced already.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import Template

from desktop import paths
from desktop.content.cleaning import clean, one_line

_REMARK = "<!--remark-->\n"


def document(title: str, blocks: Iterable[str]) -> str:
    """A whole document. ``with_remark`` can put a sentence on top of it."""
    return _layout("office.html").substitute(
        title=_line(title), style=_text_of("office.css"), remark=_REMARK, blocks="\n".join(blocks)
    )


def with_remark(made: str, words: str) -> str:
    """A document with ``words`` on top, or without any."""
    block = f'<p class="remark" dir="auto">{_line(words)}</p>\n' if words else ""
    return made.replace(_REMARK, block, 1)


def heading(words: str) -> str:
    return f'<h1 dir="auto">{_line(words)}</h1>'


def paragraph(words: str, *, is_quiet: bool = False) -> str:
    kind = ' class="quiet"' if is_quiet else ""
    return f'<p{kind} dir="auto">{_lines(words)}</p>'


def pairs(named: Iterable[tuple[str, str]]) -> str:
    """Names with what they stand for, below each other."""
    rows = "".join(
        f'<tr><th scope="row">{_line(name)}</th><td dir="auto">{_line(words)}</td></tr>'
        for name, words in named
    )
    return f"<table>{rows}</table>"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A table; the columns at the places ``numbers`` are figures."""
    kinds = [' class="number"' if place in numbers else ' dir="auto"' for place in range(len(titles))]
    head = "".join(
        f'<th scope="col"{kind}>{_line(title)}</th>' for kind, title in zip(kinds, titles, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{_line(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>\n"
        for row in rows
    )
    return f"<table><tr>{head}</tr>\n{body}</table>"


def copy(title: str, subject: str, body: str) -> str:
    """A message as one recipient got it; ``body`` is HTML that is safe."""
    return (
        f'<div class="copy"><h2 dir="auto">{_line(title)}</h2>'
        f'<p class="subject" dir="auto">{_line(subject)}</p>\n{body}</div>'
    )


def _line(words: str) -> str:
    return html.escape(one_line(words))


def _lines(words: str) -> str:
    return html.escape(clean(words)).replace("\n", "<br>")


@lru_cache(maxsize=2)
def _layout(name: str) -> Template:
    return Template(_text_of(name))


@lru_cache(maxsize=2)
def _text_of(name: str) -> str:
    return (paths.resources() / "layouts" / name).read_text(encoding="utf-8")
