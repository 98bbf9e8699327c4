"""What is done to messages of the broker, from the list or from one that is opened."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.language import trn
from desktop.services import broker_messages

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User
    from desktop.store.store import Store


class BrokerDeeds(QObject):
    """Each is a write of its own; what cannot be done is told of by the program's notices."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def mark(self, ids: Collection[int], *, is_read: bool) -> None:
        """For the whole office."""
        if ids:
            desk = self._desk
            desk.jobs.write(_mark, desk.store, desk.actor, tuple(ids), is_read)

    def delete(self, ids: Collection[int]) -> None:
        """Into the trash; the notice takes them out again."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(_change: Change) -> None:
            words = trn("{n} message deleted.", "{n} messages deleted.", len(chosen))
            desk.notices.tell(words, undo=functools.partial(self.restore, chosen, tells=False))

        desk.jobs.write(broker_messages.delete, desk.store, desk.actor, chosen, then=tell)

    def restore(self, ids: Collection[int], *, tells: bool = True) -> None:
        """Out of the trash."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(_change: Change) -> None:
            if tells:
                desk.notices.tell(trn("{n} message restored.", "{n} messages restored.", len(chosen)))

        desk.jobs.write(broker_messages.restore, desk.store, desk.actor, chosen, then=tell)


def _mark(store: Store, actor: User, ids: tuple[int, ...], is_read: bool) -> object:  # noqa: FBT001 - a job takes plain values
    return broker_messages.mark_read(store, actor, ids, is_read=is_read)
