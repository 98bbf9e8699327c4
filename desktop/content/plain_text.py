"""HTML of a letter read as plain text: what those see who do not see HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from desktop.content.sentinels import in_address

_UNDERLINES = {"h1": "=", "h2": "-"}
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "pre", "hr"}
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_MANY_BREAKS = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n]+")
_RULE = "-" * 40


def text_of_html(html: str) -> str:
    """``html`` as text: links as ``text (address)``, lists and tables by their signs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _first(start: str | None) -> int:
    """The number with which a list begins; 1 where it says none that a list could have."""
    return int(start) if start and _NUMBER.fullmatch(start) else 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._lists: list[int | None] = []
        self._quotes = 0
        self._preformatted = False
        self._address = ""
        self._linked = ""
        self._cells = 0

    def text(self) -> str:
        joined = "\n".join(line.rstrip(" ") for line in self._lines)
        return _MANY_BREAKS.sub("\n\n", joined).strip("\n ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not (tag in ("ul", "ol", "p") and self._lists):
            self._paragraph()
        values = dict(attrs)
        if tag in ("ul", "ol"):
            self._lists.append(_first(values.get("start")) if tag == "ol" else None)
        elif tag == "blockquote":
            self._quotes += 1
            self._lines[-1] = self._margin()
        elif tag == "a":
            self._address, self._linked = values.get("href") or "", ""
        elif tag == "pre":
            self._preformatted = True
        else:
            self._begin_line_of(tag, values.get("alt") or "")

    def _begin_line_of(self, tag: str, alt: str) -> None:
        if tag == "br":
            self._break()
        elif tag == "img":
            self._write(f"[{alt}]" if alt else "")
        elif tag == "hr":
            self._write(_RULE)
            self._paragraph()
        elif tag == "li":
            self._item()
        elif tag == "tr":
            self._cells = 0
            if not self._is_fresh():
                self._break()
        elif tag in ("td", "th"):
            if self._cells:
                self._lines[-1] = self._lines[-1].rstrip(" ")
                self._write(" | ")
            self._cells += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNDERLINES:
            self._break()
            above = self._lines[-2]
            self._write(_UNDERLINES[tag] * min(max(len(above), 3), 60))
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes = max(self._quotes - 1, 0)
        elif tag == "pre":
            self._preformatted = False
        elif tag == "a":
            self._end_link()
        if tag in _BLOCKS and not (tag in ("ul", "ol", "p") and self._lists):
            self._paragraph()

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            first, *rest = data.rstrip("\n").split("\n")
            self._write(first)
            for line in rest:
                self._break()
                self._write(line)
            return
        words = _SPACES.sub(" ", data)
        if self._is_fresh() or self._lines[-1].endswith(" "):
            words = words.lstrip(" ")
        self._write(words)

    def _write(self, words: str) -> None:
        self._lines[-1] += words
        self._linked += words

    def _margin(self) -> str:
        return "> " * self._quotes

    def _is_fresh(self) -> bool:
        return self._lines[-1].strip(" >") == ""

    def _break(self) -> None:
        indent = "  " * len(self._lists)
        self._lines.append(self._margin() + indent)

    def _paragraph(self) -> None:
        if not self._is_fresh():
            self._lines += ["", ""]
        self._lines[-1] = self._margin()

    def _item(self) -> None:
        if not self._is_fresh():
            self._lines.append("")
        number = self._lists[-1] if self._lists else None
        sign = "-" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1
        self._lines[-1] = f"{self._margin()}{'  ' * (len(self._lists) - 1)}{sign} "

    def _end_link(self) -> None:
        shown, address = self._linked.strip(), self._address
        self._address = ""
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address and bare.rstrip("/") != shown.rstrip("/"):
            # Without a scheme it is an address or a number that a person types: shown as it is.
            self._write(f" ({in_address(bare) if bare == address else bare})")
