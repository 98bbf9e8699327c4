"""What changed between two texts, word by word, within a bounded time however long they are."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# The product of two lengths up to which they are compared: worse than it alone, time grows with its
# power of one and a half where the same lines or words stand everywhere.
_MOST = 250_000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class PieceKind(enum.StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text that was kept, taken out or put in."""

    kind: PieceKind
    text: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that lead from ``before`` to ``after``, in reading order.

    The pieces without the ADDED ones are ``before``, those without the REMOVED ones ``after``. What
    is too long to be compared by words is compared by lines, and at last as a whole.
    """
    pieces = _by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return tuple(
        Piece(kind, "".join(each.text for each in group))
        for kind, group in groupby((each for each in pieces if each.text), key=lambda each: each.kind)
    )


def _by_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    start, end = _common_ends(before, after)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    yield Piece(PieceKind.SAME, "".join(before[:start]))
    if len(old) * len(new) > _MOST:
        yield from _replaced("".join(old), "".join(new))
    else:
        for tag, i, k, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                yield Piece(PieceKind.SAME, "".join(old[i:k]))
            else:
                yield from _by_words("".join(old[i:k]), "".join(new[m:n]))
    yield Piece(PieceKind.SAME, "".join(before[len(before) - end :]))


def _by_words(before: str, after: str) -> Iterator[Piece]:
    if not before or not after:
        yield from _replaced(before, after)
        return
    old, new = _WORD.findall(before), _WORD.findall(after)
    start, end = _common_ends(old, new)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    yield Piece(PieceKind.SAME, "".join(old[:start]))
    if len(middle_old) * len(middle_new) > _MOST:
        yield from _replaced("".join(middle_old), "".join(middle_new))
    else:
        matcher = SequenceMatcher(str.isspace, middle_old, middle_new, autojunk=False)
        for tag, i, k, m, n in matcher.get_opcodes():
            if tag == "equal":
                yield Piece(PieceKind.SAME, "".join(middle_old[i:k]))
            else:
                yield from _replaced("".join(middle_old[i:k]), "".join(middle_new[m:n]))
    yield Piece(PieceKind.SAME, "".join(old[len(old) - end :]))


def _replaced(before: str, after: str) -> Iterator[Piece]:
    yield Piece(PieceKind.REMOVED, before)
    yield Piece(PieceKind.ADDED, after)


def _common_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many elements both begin and end with."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end
