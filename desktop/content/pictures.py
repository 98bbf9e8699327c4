"""Pictures within a message: which they are, told by their bytes and never by a name, and how they are shown."""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Iterable, Mapping

from desktop.content.logo import InlineImage, jpeg_size, png_size

NAME = r"(?:[0-9a-f]{64}|[0-9a-f]{12})"
"""A picture's name: the SHA-256 of its bytes, or the first twelve digits of it."""

_NAMED = re.compile(rf"\bcid:({NAME})\b")
_IMG = re.compile(r'<img\b((?:[^>"]|"[^"]*")*)>')
_SRC = re.compile(rf'\bsrc="cid:({NAME})"')
_ALT = re.compile(r'\balt="([^"]*)"')
_WIDEST = 552
"""Pixels between the margins of the letter in its layout."""


def pictures_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The names that ``cid:`` addresses in Markdown hold, each once, in their order."""
    return tuple(dict.fromkeys(found for text in texts for found in _NAMED.findall(text)))


def picture_kind(data: bytes) -> tuple[str, int, int] | None:
    """Content type, width and height, or None for what is no PNG, JPEG, GIF or WebP."""
    for mime_type, measure in (
        ("image/png", png_size),
        ("image/jpeg", jpeg_size),
        ("image/gif", _gif_size),
        ("image/webp", _webp_size),
    ):
        size = measure(data)
        if size is not None and min(size) > 0:
            return mime_type, *size
    return None


def inline_pictures(files: Mapping[str, bytes]) -> tuple[InlineImage, ...]:
    """The pictures among ``files``, which are given by name, as they travel."""
    found = []
    for name, data in files.items():
        kind = picture_kind(data)
        if kind is not None:
            found.append(InlineImage(_content_id(name), kind[0], data, "picture"))
    return tuple(found)


def with_pictures(body: str, pictures: Iterable[InlineImage]) -> str:
    """``body`` with each picture by its Content-ID and no wider than the letter; others are their words."""
    widths = {image.cid: _width(image) for image in pictures}

    def shown(match: re.Match[str]) -> str:
        attributes = match.group(1)
        alt, source = _ALT.search(attributes), _SRC.search(attributes)
        words = alt.group(1) if alt else ""
        cid = _content_id(source.group(1)) if source else ""
        if cid not in widths:
            return f"[{words}]" if words else ""
        return f'<img src="cid:{cid}" width="{widths[cid]}" alt="{words}">'

    return _IMG.sub(shown, body)


def picture_markdown(name: str, words: str) -> str:
    """How a picture stands in the content."""
    plain = html.unescape(words).replace("[", "(").replace("]", ")").replace("\n", " ")
    return f"![{plain}](cid:{name})"


def _content_id(name: str) -> str:
    return f"{name}@message-center"


def _width(image: InlineImage) -> int:
    kind = picture_kind(image.data)
    return min(kind[1], _WIDEST) if kind else _WIDEST


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 30 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF
