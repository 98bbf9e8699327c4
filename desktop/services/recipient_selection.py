"""Which recipients are ticked: one byte each, so that ticking a million is one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RecipientSelection:
    """Ticks over ``size`` rows of an index."""

    def __init__(self, size: int, rows: Iterable[int] = ()) -> None:
        self._flags = bytearray(size)
        self._count = 0
        self.put(rows, on=True)

    @property
    def count(self) -> int:
        return self._count

    def __contains__(self, row: int) -> bool:
        return bool(self._flags[row])

    def put(self, rows: Iterable[int], *, on: bool) -> None:
        """Tick or untick these rows."""
        flags = self._flags
        for row in rows:
            if flags[row] != on:
                flags[row] = on
                self._count += 1 if on else -1

    def add(self, flags: bytes) -> None:
        """Tick every row that is flagged."""
        self._take(self._bits() | int.from_bytes(flags, "little"))

    def remove(self, flags: bytes) -> None:
        """Untick every row that is flagged."""
        bits = self._bits()
        self._take(bits ^ (bits & int.from_bytes(flags, "little")))

    def count_among(self, flags: bytes) -> int:
        """How many of the flagged rows are ticked."""
        return (self._bits() & int.from_bytes(flags, "little")).bit_count()

    def clear(self) -> None:
        self._take(0)

    def snapshot(self) -> bytes:
        """The ticks as they are now: a byte a row, 0 or 1."""
        return bytes(self._flags)

    def restore(self, snapshot: bytes) -> None:
        """Put the ticks back as they were."""
        self._take(int.from_bytes(snapshot, "little"))

    def _bits(self) -> int:
        return int.from_bytes(self._flags, "little")

    def _take(self, bits: int) -> None:
        self._flags = bytearray(bits.to_bytes(len(self._flags), "little"))
        self._count = bits.bit_count()
