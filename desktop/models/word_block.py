"""Which of the texts of a block say a few letters in a row, for an index that finds parts of words.

A block holds the texts of some messages in their order; what says a gram is a set of places in it.
"""

from __future__ import annotations

import array
import bisect
import itertools
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b

LETTERS = 3
"""Letters of a gram. What is shorter begins many of them."""
_LONG, _SIDE = 5, 2
_LETTER_BITS = 21  # of the largest code point
_END = "\0"  # in no folded text
_LISTED, _MAPPED = b"\0", b"\1"


def grams(text: str) -> set[str]:
    """All runs of three letters; those of five, which say more, within plain words and across the space between two."""
    found = {text[at : at + LETTERS] for at in range(len(text) - LETTERS + 1)}
    words = text.split(" ")
    for word in {*words}:
        found |= _long_grams(word)
    found.update(_across_spaces(words))
    return found


def whole_grams(text: str) -> set[str]:
    """Those of a whole text: its end is one too, so that each one or two letters in it begin a gram."""
    ended = text + _END * (LETTERS - 1)
    return grams(text) | {
        ended[at : at + LETTERS] for at in range(max(len(text) - LETTERS + 1, 0), len(text))
    }


def telling_grams(term: str) -> set[str]:
    """The grams of what is sought that say all: where a word has long ones, the short ones within it say no more."""
    found = grams(term)
    for gram in tuple(found):
        if len(gram) == _LONG:
            found -= {gram[at : at + LETTERS] for at in range(_LONG - LETTERS + 1)}
    return found


@lru_cache(maxsize=20_000)
def _long_grams(word: str) -> frozenset[str]:
    """Only plain letters: in a script without spaces nearly all would be in one text, and three say enough."""
    found = frozenset(word[at : at + _LONG] for at in range(len(word) - _LONG + 1))
    return found if word.isascii() else frozenset(filter(str.isascii, found))


def _across_spaces(words: Sequence[str]) -> Iterator[str]:
    """Two letters on each side of a space, for they tell which word follows which."""
    for word, following in itertools.pairwise(words):
        gram = f"{word[-_SIDE:]} {following[:_SIDE]}"
        if len(gram) == _LONG and gram.isascii():
            yield gram


def gram_number(gram: str) -> int:
    """A number of 64 bits for a gram; long ones, which may share one, have those below zero."""
    if len(gram) == _LONG:
        return ~(int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "little") >> 1)
    first, second, third = map(ord, gram)
    return first << 2 * _LETTER_BITS | second << _LETTER_BITS | third


def numbers_of_beginning(letters: str) -> tuple[int, int]:
    """The first and the last number of the grams that begin with these one or two letters."""
    bits = (LETTERS - len(letters)) * _LETTER_BITS
    first = 0
    for letter in letters:
        first = first << _LETTER_BITS | ord(letter)
    return first << bits, (first + 1 << bits) - 1


def places_by_gram(texts: Sequence[str]) -> dict[int, array.array[int]]:
    """For each gram's number the places of the texts that have it, ascending, in two bytes each."""
    places: defaultdict[str, array.array[int]] = defaultdict(partial(array.array, "H"))
    for place, text in enumerate(texts):
        for gram in whole_grams(text):
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
    return any_places([packed])


def count_of_places(packed: bytes) -> int:
    """How many they are."""
    return int.from_bytes(packed[1:], "little").bit_count() if packed[:1] == _MAPPED else len(packed) // 2


def any_places(sets: Iterable[bytes]) -> int:
    """The places that are in any of the packed sets."""
    bits, few = 0, set[int]()
    for packed in sets:
        if packed[:1] == _MAPPED:
            bits |= int.from_bytes(packed[1:], "little")
        else:
            few.update(_listed(packed))
    return bits | _bits(few)


def common_places(sets: Iterable[bytes]) -> int:
    """The places that are in all of the packed sets, of which there is one at least."""
    # The shortest first: what is empty needs no more.
    ordered = sorted(sets, key=len)
    listed = [_listed(packed) for packed in ordered if packed[:1] == _LISTED]
    bits = _bits(set(listed[0]).intersection(*listed[1:])) if listed else -1
    for packed in ordered:
        if not bits:
            break
        if packed[:1] == _MAPPED:
            bits &= int.from_bytes(packed[1:], "little")
    return bits


def _listed(packed: bytes) -> array.array[int]:
    places = array.array("H")
    places.frombytes(packed[1:])
    return _little(places)


def _bits(places: Collection[int]) -> int:
    if not places:
        return 0
    bits = bytearray((max(places) >> 3) + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


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
