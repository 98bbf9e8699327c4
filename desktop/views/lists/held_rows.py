"""Rows that are all in memory, as a list asks for them: for what is short, such as an office's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from desktop.models.folding import fold, words
from desktop.models.listing import Key, Marks, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

Row = TypeVar("Row")


class HeldRows(Generic[Row]):
    """``read`` gives all rows, from memory or from the store; a filter is a text that ``text_of`` must hold."""

    def __init__(
        self,
        read: Callable[[], Sequence[Row]],
        id_of: Callable[[Row], int],
        facts: Mapping[str, Callable[[Row], Any]],
        text_of: Callable[[Row], str],
    ) -> None:
        self._read = read
        self._facts = facts
        self._text_of = text_of
        self.id_of = id_of

    def page(self, order: Order, narrowed: str, after: Key | None, limit: int) -> Sequence[Row]:
        """The rows behind ``after`` (from the first where None), in order, at most ``limit``."""
        rows = self._sorted(order, narrowed)
        if after is None:
            return rows[:limit]
        behind = [row for row in rows if self._is_behind(order, self.key_of(order, row), after)]
        return behind[:limit]

    def marks(
        self, order: Order, narrowed: str, every: int, ids: Collection[int], check: Callable[[], None]
    ) -> Marks:
        """The whole list measured; ``check`` raises when nobody waits any more."""
        check()
        rows = self._sorted(order, narrowed)
        places = {self.id_of(row): place for place, row in enumerate(rows) if self.id_of(row) in ids}
        return Marks(len(rows), [self.key_of(order, row) for row in rows[every - 1 :: every]], places)

    def rows(self, narrowed: str, ids: Collection[int]) -> Mapping[int, Row]:
        """Of these ids the rows that (still) pass the filter."""
        return {self.id_of(row): row for row in self._passing(narrowed) if self.id_of(row) in ids}

    def key_of(self, order: Order, row: Row) -> Key:
        """The row's key under this order."""
        return (self._facts[order.column](row), self.id_of(row))

    def _sorted(self, order: Order, narrowed: str) -> list[Row]:
        rows = self._passing(narrowed)
        return sorted(rows, key=lambda row: self.key_of(order, row), reverse=order.descending)

    def _passing(self, narrowed: str) -> Sequence[Row]:
        asked, rows = words(narrowed), self._read()
        if not asked:
            return rows
        return [row for row in rows if all(word in fold(self._text_of(row)) for word in asked)]

    @staticmethod
    def _is_behind(order: Order, key: Key, after: Key) -> bool:
        return key < after if order.descending else key > after
