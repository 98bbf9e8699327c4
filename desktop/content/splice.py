"""A finished text or HTML document with gaps, each of which takes its value escaped for its place."""

from __future__ import annotations

import enum
import html
import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from desktop.content.sentinels import SENTINEL, is_in_address, number_of

_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_HREF = re.compile(r'href="([^"]*)"')
_NOT_DIALLED = re.compile(r"[^0-9+*#]")


class Gap(enum.Enum):
    """Where a value stands, which decides how it is written."""

    HTML_TEXT = "html_text"
    ATTRIBUTE = "attribute"
    URL_PART = "url_part"
    MAIL_ADDRESS = "mail_address"
    PHONE_NUMBER = "phone_number"
    PLAIN = "plain"
    ONE_LINE = "one_line"


def _html_text(value: str) -> str:
    return html.escape(value).replace("\n", "<br>")


def _url_part(value: str) -> str:
    return quote(value, safe="")


def _mail_address(value: str) -> str:
    return quote(value, safe="@")


def _phone_number(value: str) -> str:
    return _NOT_DIALLED.sub("", value).replace("#", "%23")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _same(value: str) -> str:
    return value


_WRITE: dict[Gap, Callable[[str], str]] = {
    Gap.HTML_TEXT: _html_text,
    Gap.ATTRIBUTE: html.escape,
    Gap.URL_PART: _url_part,
    Gap.MAIL_ADDRESS: _mail_address,
    Gap.PHONE_NUMBER: _phone_number,
    Gap.PLAIN: _same,
    Gap.ONE_LINE: _one_line,
}


def writer_of(gap: Gap) -> Callable[[str], str]:
    """What makes of a value how it stands in ``gap``."""
    return _WRITE[gap]


_Writer = tuple[Callable[[str], str], int]


class Splice:
    """The fixed pieces of a text and the gaps between them. Immutable, so any thread may fill it."""

    def __init__(self, fixed: Sequence[str], gaps: Sequence[tuple[Gap, int]]) -> None:
        self._fixed = tuple(fixed)
        self.gaps = tuple(gaps)
        self._writers: tuple[_Writer, ...] = tuple((_WRITE[gap], number) for gap, number in gaps)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The pieces: one more than there are gaps."""
        return self._fixed

    def settled(self, write: Callable[[Gap, int], str | None]) -> Splice:
        """The same with those gaps filled for good for which ``write`` has words, as they are to stand there."""
        fixed, gaps = [self._fixed[0]], []
        for (gap, number), following in zip(self.gaps, self._fixed[1:], strict=True):
            words = write(gap, number)
            if words is None:
                gaps.append((gap, number))
                fixed.append(following)
            else:
                fixed[-1] += words + following
        return Splice(fixed, gaps)

    def fill(self, values: Sequence[str]) -> str:
        """The text with ``values`` (already cleaned) in its gaps."""
        parts = [self._fixed[0]]
        for (write, number), fixed in zip(self._writers, self._fixed[1:], strict=True):
            parts.append(write(values[number]))
            parts.append(fixed)
        return "".join(parts)


def splice_text(text: str, gap: Gap = Gap.PLAIN) -> Splice:
    """The gaps of a plain text, all of one kind."""
    return _splice(((text, gap),))


def splice_html(document: str) -> Splice:
    """The gaps of an HTML document whose attributes all stand in double quotes."""
    return _splice(_regions(document))


def _splice(regions: Iterable[tuple[str, Gap]]) -> Splice:
    fixed, gaps = [""], []
    for text, gap in regions:
        start = 0
        for match in SENTINEL.finditer(text):
            fixed[-1] += text[start : match.start()]
            character = match.group()
            gaps.append((Gap.URL_PART if is_in_address(character) else gap, number_of(character)))
            fixed.append("")
            start = match.end()
        fixed[-1] += text[start:]
    return Splice(fixed, gaps)


def _regions(document: str) -> Iterable[tuple[str, Gap]]:
    start = 0
    for tag in _TAG.finditer(document):
        yield document[start : tag.start()], Gap.HTML_TEXT
        yield from _tag_regions(tag.group())
        start = tag.end()
    yield document[start:], Gap.HTML_TEXT


def _tag_regions(tag: str) -> Iterable[tuple[str, Gap]]:
    href = _HREF.search(tag)
    if href is None:
        yield tag, Gap.ATTRIBUTE
        return
    yield tag[: href.start(1)], Gap.ATTRIBUTE
    yield href.group(1), url_gap(href.group(1))
    yield tag[href.end(1) :], Gap.ATTRIBUTE


def url_gap(address: str) -> Gap:
    """How a value is written into ``address``."""
    lowered = address.lower()
    if lowered.startswith("mailto:"):
        return Gap.MAIL_ADDRESS
    return Gap.PHONE_NUMBER if lowered.startswith("tel:") else Gap.URL_PART
