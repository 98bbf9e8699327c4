"""A few thousand recipients that are searched in one go, so that a search can stop between two of them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, repeat
from operator import contains
from typing import TYPE_CHECKING, NamedTuple

from desktop.services.recipient_rows import CHUNK, bits_of, packed, rows_in, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

# Which rows have these characters is noted when a chunk is made; rarer ones are looked for.
_NOTED = "etaoinsrhldcumfpgwybvkxjqz0123456789.@-_"
# Those of all scripts are noted together in so many classes, enough to tell the letters of most apart.
_FOREIGN_CLASSES = 32
_ONE_ADDRESS = re.compile(r"[^@]*@([^@ ]+)(?: [^@]*)?")
_SHARED_BY = 32
_FEW = 8
_PLACES = tuple(range(CHUNK))


class _Plan(NamedTuple):
    """Where a word can be: the rows that have it for certain, and what to look for in which others."""

    found: int
    looks: tuple[tuple[str, int], ...]

    @property
    def most(self) -> int:
        rows = self.found
        for _needle, maybe in self.looks:
            rows |= maybe
        return rows


class RecipientChunk:
    """The folded search texts of some rows, and per character a bit for each row that has it.

    The letters of what comes before a text's first space are noted apart: nearly every account number
    has a "u", and only a word with nothing but characters of such numbers can be in one.

    Most clients have their addresses at a few mail providers. A domain that many rows share is
    taken out of their texts and noted once: a word that is part of it finds them all without a
    look at any text, and every other word has less to look through. As words hold no spaces, only
    one with an at sign can reach from a domain into what stands around it.
    """

    __slots__ = ("_domains", "_everyone", "_first", "_foreign", "_noted", "_own", "_rest", "_texts", "count")

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        self._everyone = (1 << self.count) - 1
        self._domains = _shared_domains(texts)
        self._own = self._everyone
        for rows in self._domains.values():
            self._own &= ~rows
        # A tuple of plain texts is not walked by the garbage collector.
        self._texts = tuple(map(_shortened, texts, unpacked(self._own, self.count)))
        firsts = [text.partition(" ")[0] for text in self._texts]
        rests = [text[len(first) :] for text, first in zip(self._texts, firsts, strict=True)]
        self._first = frozenset("".join(firsts))
        self._noted = {char: _having(self._texts, char) for char in _NOTED}
        letters = filter(str.isalpha, self._first.intersection(_NOTED))
        self._rest = self._noted | {char: _having(rests, char) for char in letters}
        self._foreign = _foreign(self._texts)

    def match(self, words: Sequence[str], among: int | None = None) -> int:
        """The bits of the rows that contain every one of ``words``, of those ``among``."""
        bits = self._everyone if among is None else among
        if not bits:
            return 0
        plans = [self._plan(word) for word in words]
        # What is noted narrows it down for all words before the first text is looked at.
        for plan in plans:
            bits &= plan.most
        for plan in sorted(plans, key=lambda each: each.most.bit_count()):
            if not bits:
                break
            rows = plan.found
            for needle, maybe in plan.looks:
                rows |= self._look(needle, maybe & bits & ~plan.found)
            bits &= rows
        return bits

    def _plan(self, word: str) -> _Plan:
        before, at_sign, after = word.rpartition("@")
        found = 0
        for domain, rows in self._domains.items():
            if domain.startswith(after) if at_sign else word in domain:
                found |= rows
        if not at_sign:
            return _Plan(found, ((word, self._may_have(word)),))
        looks = [(word, self._may_have(word) & self._own)]
        if "@" not in before:
            looks.append((f"{before}@", self._may_have(f"{before}@") & found))
        return _Plan(0, tuple(looks))

    def _may_have(self, word: str) -> int:
        chars = set(word)
        noted = self._noted if chars <= self._first else self._rest
        bits = self._everyone
        for char in chars.intersection(_NOTED):
            bits &= noted[char]
        for char in chars.difference(_NOTED):
            if not char.isascii():
                bits &= self._foreign.get(ord(char) % _FOREIGN_CLASSES, 0)
        return bits

    def _look(self, needle: str, bits: int) -> int:
        """Of these rows those whose texts have ``needle``."""
        # What is noted of a single character is the whole answer for it.
        if not bits or needle in self._noted:
            return bits
        texts, count = self._texts, self.count
        if bits.bit_count() < count // _FEW:
            return bits_of([row for row in rows_in(bits, count) if needle in texts[row]], count)
        flags = unpacked(bits, count)
        hits = map(contains, compress(texts, flags), repeat(needle))
        rows = tuple(compress(compress(_PLACES, flags), hits))
        if len(rows) < count // _FEW:
            return bits_of(rows, count)
        result = bytearray(count)
        for row in rows:
            result[row] = 1
        return packed(bytes(result))


def _having(texts: Sequence[str], char: str) -> int:
    """The bits of the texts that have ``char``."""
    return packed(bytes(map(contains, texts, repeat(char))))


def _foreign(texts: Sequence[str]) -> dict[int, int]:
    """The bits of the texts that have characters of each class, of those that are not ASCII."""
    rows: dict[int, set[int]] = {}
    for row, text in enumerate(texts):
        if not text.isascii():
            for char in text:
                if not char.isascii():
                    rows.setdefault(ord(char) % _FOREIGN_CLASSES, set()).add(row)
    return {each: bits_of(those, len(texts)) for each, those in rows.items()}


def _shared_domains(texts: Sequence[str]) -> dict[str, int]:
    """The domains that many of the rows have, with the bits of those rows."""
    domains = [found[1] if (found := _ONE_ADDRESS.fullmatch(text)) else "" for text in texts]
    shared = [
        domain
        for domain, count in Counter(domains).items()
        if domain and count >= max(2, len(texts) // _SHARED_BY)
    ]
    return {domain: packed(bytes(map(domain.__eq__, domains))) for domain in shared}


def _shortened(text: str, is_own: int) -> str:
    """``text`` without its domain, unless the domain is its own."""
    if is_own:
        return text
    before, _at_sign, after = text.partition("@")
    return f"{before}@{after[after.find(' ') :] if ' ' in after else ''}"
