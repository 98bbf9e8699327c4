"""My Message Center: what the program has to tell the office."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.notice import Notice, NoticeFilter
from desktop.models.office import Role, User
from desktop.services.permission import require
from desktop.services.store_list import StoreList

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


def notice_list(store: Store) -> StoreList[Notice, NoticeFilter]:
    """My Message Center, ordered by ``at``."""
    return StoreList(
        store,
        lambda unit, narrowed: unit.notices.listed(words(narrowed.text), is_unread=narrowed.is_unread),
        lambda notice: notice.id,
        {"at": lambda notice: notice.at},
        first="notices",
    )
