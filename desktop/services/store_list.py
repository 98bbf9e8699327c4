"""Rows of a store's list, as a window asks for them: each read in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from desktop.models.listing import Key, Marks, Order

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
F = TypeVar("F")


class Rows(Protocol[T_co]):
    """A list within one transaction (see ``store/listed.py``)."""

    def page(self, order: Order, after: Key | None, limit: int) -> Sequence[T_co]: ...

    def marks(self, order: Order, every: int, ids: Collection[int], check: Callable[[], None]) -> Marks: ...

    def rows(self, ids: Collection[int]) -> Mapping[int, T_co]: ...


class StoreList(Generic[T, F]):
    """``listed`` gives the list under a filter; ``facts`` the value of each column it can be ordered by.

    ``first`` names it among the beginnings that the store can read at once when the program starts.
    """

    def __init__(
        self,
        store: Store,
        listed: Callable[[UnitOfWork, F], Rows[T]],
        id_of: Callable[[T], int],
        facts: Mapping[str, Callable[[T], Any]],
        first: str = "",
    ) -> None:
        self._store = store
        self._listed = listed
        self._facts = facts
        self._first = first
        self.id_of = id_of

    def page(self, order: Order, narrowed: F, after: Key | None, limit: int) -> Sequence[T]:
        """The rows behind ``after`` (from the first where None), in order, at most ``limit``."""
        if self._first and after is None and not narrowed:
            first = self._store.first_page(self._first, order, limit)
            if first is not None:
                return first
        with self._store.read() as unit:
            return self._listed(unit, narrowed).page(order, after, limit)

    def marks(
        self, order: Order, narrowed: F, every: int, ids: Collection[int], check: Callable[[], None]
    ) -> Marks:
        """The whole list measured; ``check`` raises when nobody waits any more."""
        self._store.calm.wait()
        with self._store.read() as unit:
            return self._listed(unit, narrowed).marks(order, every, ids, check)

    def rows(self, narrowed: F, ids: Collection[int]) -> Mapping[int, T]:
        """Of these ids the rows that (still) pass the filter."""
        with self._store.read() as unit:
            return self._listed(unit, narrowed).rows(ids)

    def key_of(self, order: Order, row: T) -> Key:
        """The row's key under this order."""
        return (self._facts[order.column](row), self.id_of(row))
