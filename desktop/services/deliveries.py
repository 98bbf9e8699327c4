"""The rows of one sent message: every recipient and channel, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.models.delivery import DeliveryLine, DeliveryState
from desktop.models.folding import words
from desktop.models.listing import Key, Marks, Order

if TYPE_CHECKING:
    from desktop.store.store import Store


class DeliverySource:
    """Ordered by number or state; filtered by a text and by ``states``, none of which means all."""

    def __init__(self, store: Store, message_id: int, states: Collection[DeliveryState] = ()) -> None:
        self._store = store
        self._message_id = message_id
        self._states = frozenset(states)

    def page(self, order: Order, filter_text: str, after: Key | None, limit: int) -> Sequence[DeliveryLine]:
        with self._store.read() as unit:
            return unit.sent.page(self._message_id, order, words(filter_text), self._states, after, limit)

    def marks(self, order: Order, filter_text: str, every: int, check: Callable[[], None]) -> Marks:
        with self._store.read() as unit:
            return unit.sent.marks(self._message_id, order, words(filter_text), self._states, every, check)

    def rows(self, ids: Collection[int]) -> Mapping[int, DeliveryLine]:
        with self._store.read() as unit:
            return unit.sent.lines(ids)
