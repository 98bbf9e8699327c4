"""A few thousand recipients that are searched in one go, so that a search can stop between two of them."""

from __future__ import annotations

from itertools import repeat
from operator import contains
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 8_192
"""Rows in a chunk: half a millisecond's work, and a hundred of them make a million."""

# Which rows have these characters is noted when a chunk is made; rarer ones are looked for.
_NOTED = "etaoinsrhldcumfpgwybvkxjqz0123456789.@-_"
_TO_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


class RecipientChunk:
    """The folded search texts of some rows, and per character a bit for each row that has it.

    Flags are bytes, one a row, 0 or 1. As one long number they are combined without a loop.
    """

    __slots__ = ("_everyone", "_foreign", "_noted", "_texts", "count")

    def __init__(self, texts: Sequence[str]) -> None:
        # A tuple of plain texts is not walked by the garbage collector.
        self._texts = tuple(texts)
        self.count = len(self._texts)
        self._everyone = (1 << self.count) - 1
        self._foreign = self._everyone ^ _packed(bytes(map(str.isascii, self._texts)))
        self._noted = {char: _packed(self._having(char)) for char in _NOTED}

    def match(self, words: Sequence[str], among: bytes | None = None) -> bytes:
        """Flags of the rows that contain every one of ``words``, of those flagged in ``among``."""
        if among is not None and 1 not in among:
            return bytes(self.count)
        bits = self._everyone if among is None else _packed(among)
        for char in set("".join(words)):
            bits &= self._noted[char] if char in self._noted else self._rare(char)
        # What is noted of a single character is the whole answer for it.
        left = [word for word in words if len(word) > 1 or word not in self._noted]
        for word in sorted(left, key=len, reverse=True):
            if not bits:
                break
            bits = self._having_of(word, bits)
        return _unpacked(bits, self.count)

    def _having_of(self, word: str, bits: int) -> int:
        if bits.bit_count() > self.count // 3:
            return bits & _packed(self._having(word))
        return _packed(self._having_of_few(word, _unpacked(bits, self.count)))

    def _having_of_few(self, word: str, flags: bytes) -> bytes:
        result = bytearray(self.count)
        texts = self._texts
        row = flags.find(1)
        while row >= 0:
            if word in texts[row]:
                result[row] = 1
            row = flags.find(1, row + 1)
        return bytes(result)

    def _rare(self, char: str) -> int:
        return self._everyone if char.isascii() else self._foreign

    def _having(self, char: str) -> bytes:
        return bytes(map(contains, self._texts, repeat(char)))


def _packed(flags: bytes) -> int:
    """One bit a row, the first row's the highest."""
    return int(flags.translate(_TO_DIGITS), 2)


def _unpacked(bits: int, count: int) -> bytes:
    return f"{bits:0{count}b}".encode().translate(_TO_FLAGS)
