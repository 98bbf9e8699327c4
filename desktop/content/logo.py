"""The office's logo as an inline image: which kind it is, and how large it is shown."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_TALLEST = 48
_WIDEST = 280


@dataclass(frozen=True, slots=True)
class InlineImage:
    """An image that travels with the message and is named by ``cid:`` in its HTML."""

    cid: str
    mime_type: str
    data: bytes
    name: str = "logo"


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo and the size in pixels at which it is shown."""

    image: InlineImage
    width: int
    height: int


def logo_of(data: bytes) -> Logo | None:
    """The logo in ``data``, or None when it is neither a PNG nor a JPEG that can be shown."""
    size, mime_type = png_size(data), "image/png"
    if size is None:
        size, mime_type = jpeg_size(data), "image/jpeg"
    if size is None or min(size) < 1:
        return None
    width, height = size
    scale = min(1.0, _TALLEST / height, _WIDEST / width)
    cid = f"logo.{hashlib.sha256(data).hexdigest()[:16]}@message-center"
    image = InlineImage(cid, mime_type, data)
    return Logo(image, max(round(width * scale), 1), max(round(height * scale), 1))


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, or None for what is none."""
    if not data.startswith(_PNG) or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG, or None for what is none."""
    if not data.startswith(_JPEG):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + max(int.from_bytes(data[at + 2 : at + 4]), 2)
    return None
