"""Markdown as mail writers use it, made into the little HTML that every mail client can show."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from desktop.content.cleaning import without_coded
from desktop.content.markdown_cost import is_costly
from desktop.content.nesting import DEEPEST, depth_of, flattened
from desktop.content.pictures import NAME
from desktop.content.plain_html import plain_html
from desktop.content.sentinels import SENTINEL

_TAGS = {
    "p", "br", "strong", "b", "em", "i", "del", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4",
    "blockquote", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "hr", "img",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}, "img": {"src", "alt"}}
_DROPPED_WHOLE = {"script", "style", "title", "template", "iframe", "object", "svg", "math"}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_NO_PICTURE = re.compile(r'<img(?![^>]* src="cid:)(?:[^>"]|"[^"]*")*>')
_PICTURE = re.compile(rf"cid:{NAME}")
_BLOCKS = ("p", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "th", "td")
_AUTHORITY = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_ALIGN = re.compile(r'style="text-align: (left|right|center);"')
_MOST_TAGS, _MOST_COLUMNS = 20_000, 200
_ITEM = re.compile(r" {0,3}(?:[-*+]|1[.)])[ ]+\S")
_ANY_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])[ ]+\S")
_FENCE = re.compile(r"\s*(?:```|~~~)")


class _ListsNeedNoBlankLine(Preprocessor):
    """A list begins where a person begins it, also directly under a line of text."""

    def run(self, lines: list[str]) -> list[str]:
        spaced: list[str] = []
        fenced = False
        for line in lines:
            if _FENCE.match(line):
                fenced = not fenced
            before = spaced[-1] if spaced else ""
            if not fenced and _ITEM.match(line) and before.strip() and not _continues_list(before):
                spaced.append("")
            spaced.append(line)
        return spaced


class _Letter(Extension):
    """What differs from plain Markdown: see the two reasons below."""

    def extendMarkdown(self, md: Markdown) -> None:
        # 28: after line ends are normalised (30), before fenced code (25) and raw HTML (20) are taken out.
        md.preprocessors.register(_ListsNeedNoBlankLine(md), "letter_lists", 28)
        # Whoever indents a line in a letter does not mean program code.
        md.parser.blockprocessors.deregister("code")


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    """One reader, made when it is first needed; it may be used by one thread at a time."""
    return Markdown(
        extensions=[
            "tables",
            "sane_lists",
            "nl2br",
            "fenced_code",
            "pymdownx.tilde",
            "pymdownx.magiclink",
            _Letter(),
        ],
        extension_configs={"pymdownx.tilde": {"subscript": False}, "fenced_code": {"lang_prefix": ""}},
        output_format="html",
    )


def html_of(markdown: str) -> str:
    """``markdown`` as sanitised HTML: a small list of tags, links only to the web, mail and telephone.

    As plain words where it is nested too deep, or written to keep its reader busy.
    """
    raw = None if is_costly(markdown) else _converted(markdown)
    if raw is None:
        return plain_html(markdown)
    return _with_direction(safe_html(_ALIGN.sub(r'align="\1"', raw)))


def safe_html(html: str) -> str:
    """``html`` sanitised, and as plain words where it has too many elements or they are nested too deep."""
    shown = without_coded(html)
    if depth_of(shown) > DEEPEST:
        return flattened(shown)
    cleaned = sanitised(shown)
    return cleaned if _has_measure(cleaned) else flattened(cleaned)


def sanitised(html: str) -> str:
    """``html`` with no more in it than a letter may hold. No style, nothing that runs or is fetched.

    The only images are those that the store keeps and that travel with the letter.
    """
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return _NO_PICTURE.sub("", cleaned)


def _converted(markdown: str) -> str | None:
    """None where it is nested deeper than the reader can follow."""
    with _lock:
        try:
            return _markdown().reset().convert(markdown)
        except RecursionError:
            _markdown.cache_clear()  # it would go on from within what it did not end
            return None


def _has_measure(cleaned: str) -> bool:
    """Whether the program's viewer can show it at once. The sanitiser opens again what was closed in the wrong order."""
    widest = max(row.count("<td") + row.count("<th") for row in cleaned.split("</tr>"))
    return cleaned.count("<") <= _MOST_TAGS and widest <= _MOST_COLUMNS and depth_of(cleaned) <= DEEPEST


def _continues_list(line: str) -> bool:
    return _ANY_ITEM.match(line) is not None or line.startswith(("    ", "\t"))


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    # The sanitiser writes ``rel`` itself, and lets ``title`` and ``lang`` pass on every tag.
    if name == "rel":
        return value
    if name not in _ATTRIBUTES.get(tag, ()):
        return None
    if name != "href":
        return value if name != "src" or _PICTURE.fullmatch(value) else None
    return _kept_address(value.strip())


def _kept_address(address: str) -> str | None:
    if _SCHEME.match(address) is None:
        return None
    # A value may fill a path or a query, but never say to which server a link leads.
    authority = _AUTHORITY.match(address)
    if authority is not None and (not authority.group(1) or SENTINEL.search(authority.group(1))):
        return None
    return address


def _with_direction(html: str) -> str:
    """Each block reads in the direction of its own first letter."""
    return re.sub(rf"<({'|'.join(_BLOCKS)})(?=[ >])", r'<\1 dir="auto"', html)
