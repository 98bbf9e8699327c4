"""What a log holds as a list asks for it: by key, page by page, straight from the log."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

from desktop.models.folding import fold_all, words
from desktop.models.listing import Key, Marks, Order

T = TypeVar("T")
Numbered = tuple[int, T]
"""An entry and its place in the log, which is its id and its order."""

_CHECK_EVERY = 2_000


class LogList(Generic[T]):
    """In the order of the log alone. ``word`` gives what the filter looks in, as it is shown."""

    def __init__(self, log: Sequence[T], word: Callable[[T], str]) -> None:
        self._log = log
        self._word = word
        self._found: tuple[str, array[int]] | None = None

    def page(self, order: Order, narrowed: str, after: Key | None, limit: int) -> Sequence[Numbered[T]]:
        """The rows behind ``after`` (from the first where None), in order, at most ``limit``."""
        at = None if after is None else after[-1]
        asked = words(narrowed)
        if asked and not self._is_found(narrowed):
            return self._first(asked, at, limit, descending=order.descending)
        places: Sequence[int] = self._found[1] if asked and self._found else range(len(self._log))
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
        keys: list[Key] = [(place,) for place in places[every - 1 :: every]]
        asked = {one for one in ids if one in places} if ids else set()
        return Marks(len(places), keys, {one: places.index(one) for one in asked})

    def rows(self, narrowed: str, ids: Collection[int]) -> Mapping[int, Numbered[T]]:
        """Of these ids the rows that pass the filter."""
        found = self._numbered(sorted(ids))
        return {row[0]: row for row in self._passing_of(words(narrowed), found)}

    def id_of(self, row: Numbered[T]) -> int:
        return row[0]

    def key_of(self, order: Order, row: Numbered[T]) -> Key:
        """The row's key, the same under each order."""
        return (row[0],)

    def _numbered(self, places: Sequence[int]) -> list[Numbered[T]]:
        if isinstance(places, range) and places.step == 1:
            return list(zip(places, self._log[places.start : places.stop], strict=True))
        return [(place, self._log[place]) for place in places]

    def _is_found(self, narrowed: str) -> bool:
        return self._found is not None and self._found[0] == narrowed

    def _passing(self, narrowed: str, check: Callable[[], None]) -> Sequence[int]:
        if self._found is not None and self._found[0] == narrowed:
            return self._found[1]
        asked, places = words(narrowed), array("Q")
        for first in range(0, len(self._log), _CHECK_EVERY):
            check()
            part = self._numbered(range(first, min(first + _CHECK_EVERY, len(self._log))))
            places.extend(place for place, _ in self._passing_of(asked, part))
        self._found = (narrowed, places)
        return places

    def _first(
        self, asked: Sequence[str], at: int | None, limit: int, *, descending: bool
    ) -> list[Numbered[T]]:
        """Somebody waits to see the first that pass; how many there are is counted behind them."""
        count = len(self._log)
        places = (
            range(count if at is None else at)[::-1]
            if descending
            else range(0 if at is None else at + 1, count)
        )
        found: list[Numbered[T]] = []
        for first in range(0, len(places), _CHECK_EVERY):
            found += self._passing_of(asked, self._numbered(places[first : first + _CHECK_EVERY]))
            if len(found) >= limit:
                break
        return found[:limit]

    def _passing_of(self, asked: Sequence[str], part: Sequence[Numbered[T]]) -> list[Numbered[T]]:
        # Folding many texts at once takes a fifth of the time.
        texts = fold_all([self._word(entry) for _, entry in part])
        return [row for row, text in zip(part, texts, strict=True) if all(word in text for word in asked)]


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
