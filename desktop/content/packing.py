"""Keeps every mail's exact bytes at the cost of what differs between the mails of one message.

The first byte says how: mails as the slots of a mould, all else packed against a dictionary, as mails
were before there were moulds.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from desktop.content.mould import LONG_SLOTS, SHORT_SLOTS, mould_of, slots_of

# deflate looks back 32 KiB, less what a match may be long.
_DICTIONARY = 32_768 - 262
_WITH_TAIL, _WHOLE = b"t", b"w"


@dataclass(frozen=True, slots=True)
class Packer:
    """Packs the mails of one message; ``dictionary`` and ``tail`` are kept once beside them."""

    dictionary: bytes
    tail: bytes

    def pack(self, raw: bytes) -> bytes:
        """``raw`` (any bytes) made small; ``unpack`` gives them back exactly."""
        has_tail = bool(self.tail) and raw.endswith(self.tail)
        differing = raw[: -len(self.tail)] if has_tail else raw
        packer = zlib.compressobj(zdict=self.dictionary) if self.dictionary else zlib.compressobj()
        return (_WITH_TAIL if has_tail else _WHOLE) + packer.compress(differing) + packer.flush()


def packer_for(first: bytes, tail: bytes) -> Packer:
    """A packer that knows what the first mail of a message says. ``tail`` is the builder's."""
    differing = first[: -len(tail)] if tail and first.endswith(tail) else first
    return Packer(differing[-_DICTIONARY:], tail)


def unpack(packed: bytes, dictionary: bytes, tail: bytes) -> bytes:
    """The bytes that were packed with ``dictionary`` and ``tail``.

    Raises ``zlib.error`` or ``DamagedMould`` when they were packed with others or are damaged.
    """
    if packed[:1] in (SHORT_SLOTS, LONG_SLOTS):
        return mould_of(dictionary, tail).cast(slots_of(packed))
    unpacker = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
    differing = unpacker.decompress(packed[1:]) + unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("the packed mail breaks off")
    return differing + tail if packed[:1] == _WITH_TAIL else differing
