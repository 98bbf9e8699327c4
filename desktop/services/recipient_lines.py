"""What a list shows of each recipient, kept packed: a million of them in about 30 MB."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from desktop.models.account import AccountLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCK = 64
_KEPT = 256
_FIELD, _ROW = "\x1f", "\x1e"
_NO_SEPARATORS = str.maketrans(_FIELD + _ROW, "  ")


class RecipientLines:
    """Lines by row. Blocks that were looked at last stay unpacked."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._rest: list[AccountLine] = []
        self._open: dict[int, list[str]] = {}

    def extend(self, lines: Sequence[AccountLine]) -> None:
        """Add rows at the end."""
        self._rest.extend(lines)
        whole = len(self._rest) - len(self._rest) % _BLOCK
        for start in range(0, whole, _BLOCK):
            self._packed.append(_pack(self._rest[start : start + _BLOCK]))
        del self._rest[:whole]

    def __len__(self) -> int:
        return len(self._packed) * _BLOCK + len(self._rest)

    def __getitem__(self, row: int) -> AccountLine:
        block, offset = divmod(row, _BLOCK)
        if block == len(self._packed):
            return self._rest[offset]
        rows = self._open.get(block)
        if rows is None:
            if len(self._open) >= _KEPT:
                del self._open[next(iter(self._open))]
            rows = self._open[block] = _unpack(self._packed[block])
        return _line(rows[offset])


def _pack(lines: Sequence[AccountLine]) -> bytes:
    text = _ROW.join(_FIELD.join(_fields(line)) for line in lines)
    if text.count(_ROW) != len(lines) - 1 or text.count(_FIELD) != 5 * len(lines):
        text = _ROW.join(
            _FIELD.join(part.translate(_NO_SEPARATORS) for part in _fields(line)) for line in lines
        )
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpack(packed: bytes) -> list[str]:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass").split(_ROW)


def _line(row: str) -> AccountLine:
    row_id, number, title, email, username, tws = row.split(_FIELD)
    return AccountLine(int(row_id), number, title, email, username, tws == "1")


def _fields(line: AccountLine) -> tuple[str, ...]:
    return (
        str(line.id),
        line.number,
        line.title,
        line.email,
        line.username,
        "1" if line.tws_access else "0",
    )
