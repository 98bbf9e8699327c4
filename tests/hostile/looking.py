"""What is still active in something that is shown, saved or mailed: in the best case nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument, QTextFrame

_LED_TO = {"http", "https", "mailto", "tel"}
_TAGS = {
    "html", "head", "body", "meta", "title", "style", "table", "thead", "tbody", "tr", "th", "td", "p", "br", "b",
    "strong", "i", "em", "del", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "code", "pre", "hr", "img",
    "span", "div",
}  # fmt: skip
_ATTRIBUTES = {
    "href", "rel", "start", "align", "src", "alt", "class", "style", "dir", "width", "cellpadding", "cellspacing",
    "border", "role", "lang", "charset", "name", "content", "bgcolor", "valign", "http-equiv", "scope",
}  # fmt: skip
_FETCHED = re.compile(r"url\(|@import|expression|behavior|-moz-binding|image-set|\\", re.IGNORECASE)


def active_in_html(document: str) -> list[str]:
    """What runs, fetches or leads somewhere it should not in a page that the program made."""
    finder = _Finder()
    finder.feed(document)
    finder.close()
    return finder.found


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        if tag not in _TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if not _is_harmless(name, value or ""):
                self.found.append(f"{name}={(value or '')[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if self._is_style and _FETCHED.search(data):
            self.found.append(data[:60])

    def handle_comment(self, data: str) -> None:
        if data != "remark":  # by which the program finds a place of its own
            self.found.append(f"<!--{data[:60]}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data[:60]}")


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return urlsplit(value).scheme.lower() in _LED_TO
    if name == "src":
        return value.startswith("cid:")
    if name == "style":
        return _FETCHED.search(value) is None
    if name == "http-equiv":
        return value.lower() == "content-type"
    return name in _ATTRIBUTES


def active_in_document(document: QTextDocument) -> list[str]:
    """Pictures, links and grounds that a viewer holds and should not."""
    found = _grounds(document.rootFrame())
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            form = fragments.fragment().charFormat()
            if form.isImageFormat() and not form.toImageFormat().name().startswith("cid:"):
                found.append(form.toImageFormat().name())
            if form.isAnchor() and urlsplit(form.anchorHref()).scheme.lower() not in {*_LED_TO, ""}:
                found.append(form.anchorHref())
            fragments += 1
        block = block.next()
    return found


def _grounds(frame: QTextFrame) -> list[str]:
    found = [] if frame.frameFormat().background().texture().isNull() else ["a picture behind the words"]
    for inner in frame.childFrames():
        found += _grounds(inner)
    return found


def plain(words: str) -> str:
    """Words as they are read: with one space between them."""
    return " ".join(words.replace("\u200b", "").split())
