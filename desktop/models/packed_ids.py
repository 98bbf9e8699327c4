"""Keeps many ids in little room: their differences, compressed."""

from __future__ import annotations

import itertools
import operator
import sys
import zlib
from array import array
from collections.abc import Sequence

_LARGEST = 1 << 28


def pack_ids(ids: Sequence[int]) -> bytes:
    """The ids in their order. Accounts that were imported together take next to nothing."""
    steps = array("q", ids[:1])
    steps.extend(map(operator.sub, ids[1:], ids))
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes())


def unpack_ids(packed: bytes) -> tuple[int, ...]:
    """What ``pack_ids`` made. Raises ValueError for anything else."""
    steps = array("q")
    try:
        steps.frombytes(zlib.decompressobj().decompress(packed, _LARGEST))
    except zlib.error as error:
        raise ValueError("not packed ids") from error
    if sys.byteorder == "big":
        steps.byteswap()
    return tuple(itertools.accumulate(steps))
