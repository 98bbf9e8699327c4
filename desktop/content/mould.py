"""What the mails of one message have in common, with numbered slots for what differs.

A mould is kept beside what was sent, so that the exact bytes of a mail can be had again from its slots.
Only standard encodings are in it: reading what is kept must never depend on how later mails are made.
"""

from __future__ import annotations

import binascii
import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from operator import itemgetter
from typing import Any

Slots = tuple[bytes, ...]
_LINE = 76
_LENGTH = struct.Struct(">I")
SHORT_SLOTS, LONG_SLOTS = b"m", b"M"


class DamagedMould(ValueError):
    """What was kept is not whole."""


@dataclass(frozen=True)
class Section:
    """``fixed`` pieces with a slot of the number in ``slots`` between each two of them.

    Where ``is_base64``, what is put together is the content of a part, and leaves in base64.
    """

    fixed: tuple[bytes, ...]
    slots: tuple[int, ...] = ()
    is_base64: bool = False

    def cast(self, slots: Slots) -> bytes:
        """The section with ``slots`` in it."""
        whole = b"".join(self._pick(self.fixed + slots))
        return base64_lines(whole) if self.is_base64 else whole

    @cached_property
    def _pick(self) -> Callable[[Slots], Sequence[bytes]]:
        count = len(self.fixed)
        order = [0]
        for number, slot in enumerate(self.slots, start=1):
            order += [count + slot, number]
        return itemgetter(*order) if len(order) > 1 else itemgetter(slice(0, 1))


class Mould:
    """``tail`` is what every mail ends in; it is kept apart, as several moulds share it."""

    def __init__(self, sections: Sequence[Section], tail: bytes = b"") -> None:
        self._sections = _joined(sections)
        self.tail = tail
        self._has_dots, self._before_dots = _dots(self._sections, tail)

    def may_have_dots(self, slots: Slots) -> bool:
        """Whether a line of the mail may begin with a dot; where it is False, none does."""
        lines = b"\n" + b"\n".join(slots)
        return (
            self._has_dots
            or b"\n." in lines
            or any(slots[number].endswith(b"\n") for number in self._before_dots)
        )

    def cast(self, slots: Slots) -> bytes:
        """The mail whose slots are these."""
        return b"".join([*[section.cast(slots) for section in self._sections], self.tail])

    def kept(self) -> bytes:
        """The mould without its tail, as it is kept once; ``mould_of`` gives it back."""
        shape = [[s.is_base64, [len(piece) for piece in s.fixed], list(s.slots)] for s in self._sections]
        head = json.dumps(shape, separators=(",", ":")).encode()
        pieces = (piece for section in self._sections for piece in section.fixed)
        return zlib.compress(b"".join((_LENGTH.pack(len(head)), head, *pieces)))


def mould_of(kept: bytes, tail: bytes) -> Mould:
    """The mould that ``kept`` was made from. Raises DamagedMould."""
    try:
        data = zlib.decompress(kept)
        (size,) = _LENGTH.unpack_from(data)
        shape: list[Any] = json.loads(data[_LENGTH.size : _LENGTH.size + size])
    except (zlib.error, struct.error, ValueError) as error:
        raise DamagedMould("the mould cannot be read") from error
    at, sections = _LENGTH.size + size, []
    for is_base64, lengths, slots in shape:
        pieces = _cut(data, at, lengths)
        at += sum(lengths)
        sections.append(Section(pieces, tuple(slots), is_base64))
    return Mould(sections, tail)


def packed_slots(slots: Slots) -> bytes:
    """``slots`` as they are kept for one mail."""
    lengths = tuple(map(len, slots))
    data = b"".join(slots)
    if max(lengths, default=0) < 256 and len(slots) < 256:
        return b"".join((SHORT_SLOTS, bytes((len(slots), *lengths)), data))
    return b"".join((LONG_SLOTS, struct.pack(f">{len(slots) + 1}I", len(slots), *lengths), data))


def slots_of(packed: bytes) -> Slots:
    """The slots that were packed. Raises DamagedMould."""
    try:
        if packed[:1] == SHORT_SLOTS:
            count = packed[1]
            lengths, at = tuple(packed[2 : 2 + count]), 2 + count
        else:
            (count,) = _LENGTH.unpack_from(packed, 1)
            lengths, at = struct.unpack_from(f">{count}I", packed, 5), 5 + 4 * count
    except (struct.error, IndexError) as error:
        raise DamagedMould("the slots cannot be read") from error
    if at + sum(lengths) != len(packed):
        raise DamagedMould("the slots are not whole")
    return _cut(packed, at, lengths)


def base64_lines(data: bytes) -> bytes:
    """``data`` in base64, in lines of 76 characters that each end in CRLF."""
    whole = binascii.b2a_base64(data, newline=False)
    return b"".join([whole[at : at + _LINE] + b"\r\n" for at in range(0, len(whole), _LINE)])


def _joined(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Neighbours that are no base64 as one: fewer pieces to put together."""
    done: list[Section] = []
    for section in sections:
        if done and not done[-1].is_base64 and not section.is_base64:
            before = done.pop()
            fixed = (*before.fixed[:-1], before.fixed[-1] + section.fixed[0], *section.fixed[1:])
            done.append(Section(fixed, before.slots + section.slots))
        else:
            done.append(section)
    return tuple(done)


def _dots(sections: Sequence[Section], tail: bytes) -> tuple[bool, tuple[int, ...]]:
    """Whether a line may begin with a dot whatever is in the slots, and behind which slots a dot follows."""
    has_dots, at_start = False, True
    open_slots: list[int] = []
    before_dots: list[int] = []
    for section in (*sections, Section((tail,))):
        # Base64 has no dots, and may be empty.
        pieces = (b"=\n",) if section.is_base64 else section.fixed
        for piece, slot in zip_longest(pieces, () if section.is_base64 else section.slots):
            if piece:
                has_dots |= b"\n." in piece or (at_start and piece.startswith(b"."))
                before_dots += open_slots if piece.startswith(b".") else ()
                at_start, open_slots = piece.endswith(b"\n"), []
            if slot is not None:
                open_slots.append(slot)
    return has_dots, tuple(before_dots)


def _cut(data: bytes, at: int, lengths: Sequence[int]) -> tuple[bytes, ...]:
    pieces = []
    for length in lengths:
        pieces.append(data[at : at + length])
        at += length
    return tuple(pieces)
