"""What a log holds as a list asks for it: by key, page by page, straight from the log."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

from desktop.models.folding import fold, words
from desktop.models.listing import Key, Marks, Order

T = TypeVar("T")
Numbered = tuple[int, T]
"""An entry and its place in the log, which is its id and its order."""

_CHECK_EVERY = 10_000


class LogList(Generic[T]):
    """In the order of the log alone. ``word`` gives what the filter looks in, as it is shown."""

    def __init__(self, log: Sequence[T], word: Callable[[T], str]) -> None:
        self._log = log
        self._word = word
        self._found: tuple[str, array[int]] | None = None

    def page(self, order: Order, narrowed: str, after: Key | None, limit: int) -> Sequence[Numbered[T]]:
        """The rows behind ``after`` (from the first where None), in order, at most ``limit``."""
        at = None if after is None else after[-1]
        places: Sequence[int] = range(len(self._log))
        if words(narrowed):
            places = self._passing(narrowed, _nobody_leaves)
        places = places[::-1] if order.descending else places
        first = 0 if at is None else _behind(places, at, descending=order.descending)
        return self._numbered(places[first : first + limit])

    def marks(
        self, order: Order, narrowed: str, every: int, ids: Collection[int], check: Callable[[], None]
    ) -> Marks:
        """The whole list measured; ``check`` raises when nobody waits any more."""
        places: Sequence[int] = range(len(self._log))
        if words(narrowed):
            places = self._passing(narrowed, check)
        places = places[::-1] if order.descending else places
        keys = [self.key_of(order, row) for row in self._numbered(places[every - 1 :: every])]
        asked = {one for one in ids if one in places} if ids else set()
        return Marks(len(places), keys, {one: places.index(one) for one in asked})

    def rows(self, narrowed: str, ids: Collection[int]) -> Mapping[int, Numbered[T]]:
        """Of these ids the rows that pass the filter."""
        asked = words(narrowed)
        found = self._numbered(sorted(ids))
        return {number: (number, entry) for number, entry in found if self._passes(asked, entry)}

    def id_of(self, row: Numbered[T]) -> int:
        return row[0]

    def key_of(self, order: Order, row: Numbered[T]) -> Key:
        """The row's key, the same under each order."""
        return (row[0],)

    def _numbered(self, places: Sequence[int]) -> list[Numbered[T]]:
        if isinstance(places, range) and places.step == 1:
            return list(zip(places, self._log[places.start : places.stop], strict=True))
        return [(place, self._log[place]) for place in places]

    def _passing(self, narrowed: str, check: Callable[[], None]) -> Sequence[int]:
        if self._found is not None and self._found[0] == narrowed:
            return self._found[1]
        asked, places = words(narrowed), array("Q")
        for place, entry in enumerate(self._log):
            if place % _CHECK_EVERY == 0:
                check()
            if self._passes(asked, entry):
                places.append(place)
        self._found = (narrowed, places)
        return places

    def _passes(self, asked: Sequence[str], entry: T) -> bool:
        if not asked:
            return True
        text = fold(self._word(entry))
        return all(word in text for word in asked)


def _nobody_leaves() -> None:
    """A page is waited for."""


def _behind(places: Sequence[int], at: int, *, descending: bool) -> int:
    """Where the first place behind ``at`` stands, found by halving."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle] >= at if descending else places[middle] <= at:
            low = middle + 1
        else:
            high = middle
    return low
