"""What is done to messages of the broker, from the list or from one that is opened."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.bridge.cancel import CancelToken
from desktop.bridge.shown_notice import NoticeKind
from desktop.language import tr, trn
from desktop.services import broker_messages, email_details

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.views.lists.selection import RowSelection

_TOGETHER = 2_000


class BrokerDeeds(QObject):
    """Each is a write of its own; what cannot be done is told of by the program's notices."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def mark(self, ids: Collection[int], *, is_read: bool) -> None:
        """For the whole office."""
        if ids:
            self._write(functools.partial(broker_messages.mark_read, is_read=is_read), tuple(ids))

    def delete(self, ids: Collection[int]) -> None:
        """Into the trash; the notice takes them out again."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(_done: object) -> None:
            words = trn("{n} message deleted.", "{n} messages deleted.", len(chosen))
            desk.notices.tell(words, undo=functools.partial(self.restore, chosen, tells=False))

        self._write(broker_messages.delete, chosen, tell)

    def restore(self, ids: Collection[int], *, tells: bool = True) -> None:
        """Out of the trash."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(_done: object) -> None:
            if tells:
                desk.notices.tell(trn("{n} message restored.", "{n} messages restored.", len(chosen)))

        self._write(broker_messages.restore, chosen, tell)

    def _write(
        self,
        act: Callable[[Store, User, Collection[int]], object],
        ids: tuple[int, ...],
        then: Callable[[object], object] | None = None,
    ) -> None:
        """Very many in parts, so that others write between them."""
        desk, token = self._desk, CancelToken()
        if len(ids) <= _TOGETHER:
            desk.jobs.write(act, desk.store, desk.actor, ids, then=then)
            return
        words = tr("{n} messages are being changed.").format(n=f"{len(ids):,}")
        desk.notices.tell(words, kind=NoticeKind.INFO)
        args = (act, desk.store, desk.actor, ids, token.check)
        desk.jobs.write_long(_in_parts, *args, then=then, token=token)

    def details(self, message_id: int, chosen: RowSelection, text: str) -> None:
        """The complete content by mail to whoever asks: for the chosen recipients under the filter, else for all."""
        desk = self._desk

        def tell(_change: Change) -> None:
            words = tr("The details go to {address} within a minute.").format(address=desk.actor.email)
            desk.notices.tell(words)

        desk.jobs.write(_ask_details, desk.store, desk.actor, message_id, chosen, text, then=tell)


def _ask_details(store: Store, actor: User, message_id: int, chosen: RowSelection, text: str) -> Change:
    some: Collection[int] | None = sorted(chosen.ids) if chosen.ids else None
    if chosen.all and (text or chosen.except_ids):
        some = email_details.all_but(store, message_id, text, chosen.except_ids)
    return email_details.ask_for_details(store, actor, message_id, some)


def _in_parts(
    act: Callable[[Store, User, Collection[int]], object],
    store: Store,
    actor: User,
    ids: tuple[int, ...],
    check: Callable[[], None],
) -> None:
    for start in range(0, len(ids), _TOGETHER):
        check()
        act(store, actor, ids[start : start + _TOGETHER])
