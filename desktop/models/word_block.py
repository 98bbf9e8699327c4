"""Which of the texts of a block say a few letters in a row, for an index that finds parts of words.

A block holds the texts of some messages in their order; what says a gram is a set of places in it.
"""

from __future__ import annotations

import array
import bisect
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b

LETTERS = 3
"""Letters of a gram: what is shorter is in no index."""
_LONG = 5
_LETTER_BITS = 21  # of the largest code point
_LISTED, _MAPPED = b"\0", b"\1"


def grams(text: str) -> set[str]:
    """All runs of three letters, and within its plain words those of five, which say more."""
    found = {text[at : at + LETTERS] for at in range(len(text) - LETTERS + 1)}
    for word in {*text.split(" ")}:
        found |= _long_grams(word)
    return found


@lru_cache(maxsize=20_000)
def _long_grams(word: str) -> frozenset[str]:
    """Only plain letters: in a script without spaces nearly all would be in one text, and three say enough."""
    found = frozenset(word[at : at + _LONG] for at in range(len(word) - _LONG + 1))
    return found if word.isascii() else frozenset(filter(str.isascii, found))


def gram_number(gram: str) -> int:
    """A number of 64 bits for a gram; long ones, which may share one, have those below zero."""
    if len(gram) == _LONG:
        return ~(int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "little") >> 1)
    first, second, third = map(ord, gram)
    return first << 2 * _LETTER_BITS | second << _LETTER_BITS | third


def places_by_gram(texts: Sequence[str]) -> dict[int, array.array[int]]:
    """For each gram's number the places of the texts that have it, ascending, in two bytes each."""
    places: defaultdict[str, array.array[int]] = defaultdict(partial(array.array, "H"))
    for place, text in enumerate(texts):
        for gram in grams(text):
            places[gram].append(place)
    numbered: dict[int, array.array[int]] = {}
    while places:
        gram, found = places.popitem()
        number = gram_number(gram)
        # Two grams may share a number.
        both = sorted({*numbered[number], *found}) if number in numbered else None
        numbered[number] = found if both is None else array.array("H", both)
    return numbered


def packed_places(places: Sequence[int], size: int) -> bytes:
    """Places in a block of ``size``: two bytes for each, or a bit for every place where that is shorter."""
    if 2 * len(places) < size // 8:
        return _LISTED + _little(array.array("H", places)).tobytes()
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return _MAPPED + bits


def unpacked_places(packed: bytes) -> int:
    """The places as a number: a bit for each."""
    if packed[:1] == _MAPPED:
        return int.from_bytes(packed[1:], "little")
    found = 0
    for at in range(1, len(packed), 2):
        found |= 1 << int.from_bytes(packed[at : at + 2], "little")
    return found


def each_place(places: int, *, descending: bool) -> Iterator[int]:
    """The places in order."""
    while places:
        place = places.bit_length() - 1 if descending else (places & -places).bit_length() - 1
        yield place
        places ^= 1 << place


def beyond(places: int, ids: Sequence[int], last: int, *, descending: bool) -> int:
    """Those of the places whose ids, which ascend, lie beyond ``last``."""
    if descending:
        return places & ((1 << bisect.bisect_left(ids, last)) - 1)
    after = bisect.bisect_right(ids, last)
    return places >> after << after


def packed_ids(ids: Iterable[int]) -> bytes:
    """Ids of eight bytes, in the order given."""
    return _little(array.array("q", ids)).tobytes()


def unpacked_ids(packed: bytes) -> Sequence[int]:
    """The ids again."""
    ids = array.array("q")
    ids.frombytes(packed)
    return _little(ids)


def _little(ids: array.array[int]) -> array.array[int]:
    if sys.byteorder == "big":
        ids.byteswap()
    return ids
