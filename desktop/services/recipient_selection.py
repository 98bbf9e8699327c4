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
        # The ticks as one number, while it is known.
        self._number: int | None = None
        self.put(rows, on=True)

    @property
    def count(self) -> int:
        return self._count

    def __contains__(self, row: int) -> bool:
        return bool(self._flags[row])

    def put(self, rows: Iterable[int], *, on: bool) -> None:
        """Tick or untick these rows."""
        flags = self._flags
        self._number = None
        for row in rows:
            if flags[row] != on:
                flags[row] = on
                self._count += 1 if on else -1

    def add(self, bits: int) -> None:
        """Tick every row whose bit is set: one byte a row, the first row's the lowest."""
        self._take(self._bits() | bits)

    def remove(self, bits: int) -> None:
        """Untick every row whose bit is set."""
        ticked = self._bits()
        self._take(ticked ^ (ticked & bits))

    def count_among(self, bits: int) -> int:
        """How many of these rows are ticked."""
        return (self._bits() & bits).bit_count()

    def clear(self) -> None:
        self._take(0)

    def snapshot(self) -> bytes:
        """The ticks as they are now: a byte a row, 0 or 1."""
        return bytes(self._flags)

    def restore(self, snapshot: bytes) -> None:
        """Put the ticks back as they were."""
        self._take(int.from_bytes(snapshot, "little"))

    def _bits(self) -> int:
        if self._number is None:
            self._number = int.from_bytes(self._flags, "little")
        return self._number

    def _take(self, bits: int) -> None:
        self._number = bits
        self._flags = bytearray(bits.to_bytes(len(self._flags), "little"))
        self._count = bits.bit_count()
