"""What a list asks of whoever keeps its rows: ordering and filtering happen there, never here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Protocol, TypeVar

from desktop.models.listing import Key, Marks, Order

Row = TypeVar("Row")
F_contra = TypeVar("F_contra", contravariant=True)


class RowSource(Protocol[Row, F_contra]):
    """Each method runs on a reading thread, with a connection of its own.

    Filters are plain hashable values. ``id_of`` and ``key_of`` are cheap and run on any thread.
    """

    def page(self, order: Order, narrowed: F_contra, after: Key | None, limit: int) -> Sequence[Row]:
        """The rows behind ``after`` (from the first where None), in order, at most ``limit``."""

    def marks(
        self,
        order: Order,
        narrowed: F_contra,
        every: int,
        ids: Collection[int],
        check: Callable[[], None],
    ) -> Marks:
        """Measure the whole list; call ``check`` now and then, it raises when nobody waits any more."""

    def rows(self, narrowed: F_contra, ids: Collection[int]) -> Mapping[int, Row]:
        """Of these ids the rows that (still) pass the filter."""

    def id_of(self, row: Row) -> int: ...

    def key_of(self, order: Order, row: Row) -> Key:
        """The row's key under this order; equal keys mean an equal place."""


Filter = Hashable
