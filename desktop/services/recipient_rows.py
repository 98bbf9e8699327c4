"""Sets of rows of the index: a number for each chunk with a bit for each row, combined without a loop over rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CHUNK = 8_192
"""Rows in a chunk: half a millisecond's work, and a hundred of them make a million."""

RowBits = tuple[int, ...]
"""A number for each chunk, the bit of its first row the highest."""

_TO_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")
_OFFSETS = tuple(tuple(offset for offset in range(8) if byte & 128 >> offset) for byte in range(256))


def packed(flags: bytes) -> int:
    """One bit a row instead of a byte, the first row's the highest."""
    return int(flags.translate(_TO_DIGITS), 2)


def unpacked(bits: int, count: int) -> bytes:
    """A byte for each of ``count`` rows, 1 where its bit is set."""
    return f"{bits:0{count}b}".encode().translate(_TO_FLAGS)


def rows_in(bits: int, count: int) -> list[int]:
    """The rows whose bits are set; quicker than ``unpacked`` where they are few."""
    padding = -count % 8
    packed_rows = (bits << padding).to_bytes((count + padding) // 8, "big")
    return [
        (at << 3) + offset
        for at in compress(range(len(packed_rows)), packed_rows)
        for offset in _OFFSETS[packed_rows[at]]
    ]


def bits_of(rows: Iterable[int], count: int) -> int:
    """The bits of these rows; quicker than ``packed`` where they are few."""
    padding = -count % 8
    packed_rows = bytearray((count + padding) // 8)
    for row in rows:
        packed_rows[row >> 3] |= 128 >> (row & 7)
    return int.from_bytes(packed_rows, "big") >> padding


def count_of(rows: Iterable[int]) -> int:
    """How many rows are in the set."""
    return sum(map(int.bit_count, rows))


def either(one: RowBits, other: RowBits) -> RowBits:
    """The rows that are in one of two sets or in both."""
    return tuple(map(int.__or__, one, other))


def both(one: RowBits, other: RowBits) -> RowBits:
    """The rows that are in both sets."""
    return tuple(map(int.__and__, one, other))


def without(rows: RowBits, taken: RowBits) -> RowBits:
    """The rows that are not among those ``taken``."""
    return tuple(bits & ~gone for bits, gone in zip(rows, taken, strict=True))


@dataclass(frozen=True, slots=True)
class RowLayout:
    """How ``size`` rows are spread over chunks."""

    size: int = 0
    chunk: int = CHUNK

    @property
    def counts(self) -> tuple[int, ...]:
        """How many rows each chunk has."""
        full, rest = divmod(self.size, self.chunk)
        return (self.chunk,) * full + ((rest,) if rest else ())

    @property
    def nobody(self) -> RowBits:
        return (0,) * len(self.counts)

    @property
    def everybody(self) -> RowBits:
        return tuple((1 << count) - 1 for count in self.counts)

    def bit(self, row: int) -> tuple[int, int]:
        """The chunk of a row, and its bit in the number of that chunk."""
        at, offset = divmod(row, self.chunk)
        count = min(self.chunk, self.size - at * self.chunk)
        return at, 1 << (count - 1 - offset)

    def of(self, rows: Iterable[int]) -> RowBits:
        """The set of these rows."""
        bits = list(self.nobody)
        for row in rows:
            at, bit = self.bit(row)
            bits[at] |= bit
        return tuple(bits)

    def flags(self, rows: RowBits) -> bytes:
        """A byte for each row, 1 where it is in the set."""
        return b"".join(map(unpacked, rows, self.counts))

    def between(self, first: int, last: int) -> RowBits:
        """All rows from ``first`` to ``last``, both included."""
        bits = list(self.nobody)
        (start, high), (end, low) = self.bit(first), self.bit(last)
        counts = self.counts
        for at in range(start, end + 1):
            bits[at] = (1 << counts[at]) - 1
        bits[start] &= (high << 1) - 1
        bits[end] &= ~(low - 1)
        return tuple(bits)
