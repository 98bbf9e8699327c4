"""My Message Center: what the program has to tell the office."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.listing import Key, Marks, Order
from desktop.models.notice import Notice
from desktop.models.office import Role, User
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store


def unread_notices(store: Store) -> int:
    """How many notices nobody has read."""
    with store.read() as unit:
        return unit.notices.unread()


def mark_read(store: Store, actor: User, ids: Collection[int], *, is_read: bool = True) -> Change:
    """Mark notices read, or unread again."""
    require(actor, Role.VIEWER)
    with store.write(actor.name) as unit:
        unit.notices.mark_read(ids, is_read=is_read)
        return unit.commit()


class NoticeSource:
    """The rows of My Message Center, ordered by ``at``; filtered by a text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, order: Order, filter_text: str, after: Key | None, limit: int) -> Sequence[Notice]:
        with self._store.read() as unit:
            return unit.notices.page(order, words(filter_text), after, limit)

    def marks(self, order: Order, filter_text: str, every: int, check: Callable[[], None]) -> Marks:
        with self._store.read() as unit:
            return unit.notices.marks(order, words(filter_text), every, check)

    def rows(self, ids: Collection[int]) -> Mapping[int, Notice]:
        with self._store.read() as unit:
            return unit.notices.by_id(ids)
