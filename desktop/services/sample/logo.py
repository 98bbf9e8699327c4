"""The sample office's logo, drawn here so that no image needs to be shipped: a lighthouse and its beam."""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 160, 48
_LIGHT, _BEAM = (255, 255, 255, 255), (242, 193, 78, 255)
_CLEAR = (0, 0, 0, 0)


def sample_logo() -> bytes:
    """A small PNG with a clear ground."""
    lines = (b"\0" + bytes(v for x in range(_WIDTH) for v in _pixel(x, y)) for y in range(_HEIGHT))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"".join(lines), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _pixel(x: int, y: int) -> tuple[int, int, int, int]:
    half = 4 + (y - 14) / 8
    if 14 <= y < 44 and abs(x - 20) <= half:
        return _LIGHT
    if 8 <= y < 13 and abs(x - 20) <= 5:
        return _BEAM
    if 3 <= y < 7 and abs(x - 20) <= y - 2:
        return _LIGHT
    if x > 30 and abs(y - 10) <= (x - 30) / 14 and (x + y) % 2:
        return _BEAM
    # Three waves under the tower.
    if y in {45, 46} and (x // 8 + y) % 2:
        return _LIGHT
    return _CLEAR


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
