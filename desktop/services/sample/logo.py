"""The sample office's logo, drawn here so that no image needs to be shipped: a lighthouse and its beam."""

from __future__ import annotations

import math
import struct
import zlib

_WIDTH, _HEIGHT = 160, 48
_FINER = 3
_Point = tuple[int, int, int, float]
_LIGHT, _LAMP = (255, 255, 255, 1.0), (242, 193, 78, 1.0)
_CLEAR = (0, 0, 0, 0.0)


def sample_logo() -> bytes:
    """A small PNG with a clear ground."""
    lines = (b"\0" + bytes(v for x in range(_WIDTH) for v in _pixel(x, y)) for y in range(_HEIGHT))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"".join(lines), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _pixel(x: int, y: int) -> list[int]:
    """The mean of several points, which makes edges smooth; colours weigh as much as they cover."""
    steps = [(step + 0.5) / _FINER for step in range(_FINER)]
    points = [_point(x + right, y + down) for right in steps for down in steps]
    cover = sum(point[3] for point in points)
    if not cover:
        return [0, 0, 0, 0]
    colours = [round(sum(point[part] * point[3] for point in points) / cover) for part in range(3)]
    return [*colours, round(255 * cover / len(points))]


def _point(x: float, y: float) -> _Point:
    if 15 <= y < 44 and abs(x - 20) <= 4 + (y - 15) / 8:
        return _LIGHT
    if 8 <= y < 13.5 and abs(x - 20) <= 4:
        return _LAMP
    if 3 <= y < 7 and abs(x - 20) <= (y - 2) * 1.2:
        return _LIGHT
    if x > 28 and abs(y - 10.7) <= 2 + (x - 28) / 16:
        return (*_LAMP[:3], max(0.0, 0.85 * (1 - (x - 28) / 128)))
    if abs(y - 45.5 - math.sin(x / 5)) <= 0.8:
        return _LIGHT
    return _CLEAR


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
