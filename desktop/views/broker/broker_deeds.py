"""What is done to messages of the broker, from the list or from one that is opened."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.bridge.under_way import UnderWay
from desktop.errors import Refused
from desktop.language import trn
from desktop.services import broker_messages, email_details

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from desktop.bridge.cancel import CancelToken
    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.broker_message import BrokerLine
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
        self.under_way = UnderWay(desk, self)

    def mark(self, ids: Collection[int], *, is_read: bool) -> None:
        """For the whole office."""
        if ids:
            self._write(functools.partial(broker_messages.mark_read, is_read=is_read), tuple(ids))

    def delete(self, ids: Collection[int]) -> None:
        """Into the trash; the notice takes them out again."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(done: tuple[int, ...]) -> None:
            if not done:
                return
            words = trn("{n} message deleted.", "{n} messages deleted.", len(done))
            desk.notices.tell(words, undo=functools.partial(self.restore, done, tells=False))

        self._write(broker_messages.delete, chosen, tell)

    def restore(self, ids: Collection[int], *, tells: bool = True) -> None:
        """Out of the trash."""
        desk, chosen = self._desk, tuple(ids)
        if not chosen:
            return

        def tell(done: tuple[int, ...]) -> None:
            if tells and done:
                desk.notices.tell(trn("{n} message restored.", "{n} messages restored.", len(done)))

        self._write(broker_messages.restore, chosen, tell)

    def _write(
        self,
        act: Callable[[Store, User, Collection[int]], object],
        ids: tuple[int, ...],
        then: Callable[[tuple[int, ...]], object] = lambda _done: None,
    ) -> None:
        """Very many in parts, so that others write between them; ``then`` learns which are done."""
        desk = self._desk
        if len(ids) <= _TOGETHER:
            desk.jobs.write(act, desk.store, desk.actor, ids, then=lambda _change: then(ids))
        else:
            self.under_way.begin(len(ids), _in_parts, act, desk.store, desk.actor, ids, then=then)

    def details(self, line: BrokerLine, chosen: RowSelection, text: str) -> None:
        """The complete content by mail to whoever asks: for the chosen recipients under the filter, else for all."""
        desk, count = self._desk, chosen.count or line.recipients

        def tell(_change: Change) -> None:
            words = trn(
                "The details for {n} recipient go to {address} within a minute.",
                "The details for {n} recipients go to {address} within a minute.",
                count,
            )
            desk.notices.tell(words.format(address=desk.actor.email))

        desk.jobs.write(_ask_details, desk.store, desk.actor, line.id, chosen, text, then=tell)


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
    stop: CancelToken,
    *,
    progress: Progress,
) -> tuple[tuple[int, ...], Refused | None]:
    """Called off or failing between two parts: those that are done, and what stopped it, or kept some from being done."""
    done, gone = list[int](), frozenset[int]()
    for start in range(0, len(ids), _TOGETHER):
        progress.check()
        if stop.cancelled:
            break
        progress.report(start, len(ids))
        part = ids[start : start + _TOGETHER]
        try:
            act(store, actor, part)
        except broker_messages.GoneForGood as some:
            gone |= some.ids
        except Refused as refusal:
            return tuple(done), refusal
        done += (each for each in part if each not in gone)
    return tuple(done), broker_messages.GoneForGood(gone, is_all=not done) if gone else None
