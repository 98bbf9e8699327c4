"""Sent By IB: what the broker sent to the office's clients."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.broker_filter import BrokerFilter
from desktop.models.broker_message import BrokerLine, BrokerRecipient
from desktop.models.change import Change
from desktop.models.earlier_searches import EarlierSearches
from desktop.models.folding import words
from desktop.models.notice import Priority
from desktop.models.office import Role, User
from desktop.services.permission import require
from desktop.services.store_list import StoreList
from desktop.settings import BROKER_TRASH_DAYS

if TYPE_CHECKING:
    from desktop.store.store import Store

MOST_TRASH_DAYS = 3_650


def broker_list(store: Store) -> StoreList[BrokerLine, BrokerFilter]:
    """Sent By IB, by ``at``, ``subject``, ``type`` or ``recipients``. It remembers what was looked for."""
    earlier = EarlierSearches()
    return StoreList(
        store,
        lambda unit, narrowed: unit.broker.listed(narrowed, earlier),
        lambda line: line.id,
        {
            "at": lambda line: line.id,
            "subject": lambda line: line.subject,
            "type": lambda line: line.type_name,
            "recipients": lambda line: line.recipients,
        },
        first="broker",
    )


def recipient_list(store: Store, message_id: int) -> StoreList[BrokerRecipient, str]:
    """The accounts that a message concerns, by ``number`` or ``title``; filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.broker.recipients(message_id, words(text)),
        lambda recipient: recipient.account_id,
        {"number": lambda recipient: recipient.number, "title": lambda recipient: recipient.title},
    )


def message_types(store: Store) -> list[tuple[str, str]]:
    """Every type that the broker has sent, with its name."""
    with store.read() as unit:
        return unit.broker.types()


def unread_messages(store: Store) -> int:
    """How many messages nobody in the office has read."""
    with store.read() as unit:
        return unit.broker.unread()


def mark_read(store: Store, actor: User, ids: Collection[int], *, is_read: bool = True) -> Change:
    """Mark messages read, or unread again, for the whole office."""
    require(actor, Role.VIEWER)
    with store.write(actor.name) as unit:
        unit.broker.mark_read(ids, is_read=is_read)
        return unit.commit()


def delete(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Put messages into the trash, from which ``restore`` takes them."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.broker.delete(ids)
        return unit.commit()


class GoneForGood(Refused):
    """Messages ``ids`` that were to be restored, and are in the store no more; the others were, unless it ``is_all``."""

    def __init__(self, ids: frozenset[int], *, is_all: bool) -> None:
        self.ids = ids
        super().__init__(
            tr("Nothing was restored") if is_all else tr("Not all was restored"),
            trn(
                "Somebody has deleted {n} message for good meanwhile.",
                "Somebody has deleted {n} messages for good meanwhile.",
                len(ids),
            ),
            tr("The notices in My Message Center say who emptied the trash."),
        )


def restore(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Take messages out of the trash, whole. Raises GoneForGood where some are gone; the others are restored."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.broker.restore(ids)
        gone = unit.broker.gone(ids)
        change = unit.commit()
    if gone:
        raise GoneForGood(gone, is_all=len(gone) == len(ids))
    return change


def index_some(store: Store) -> bool:
    """Make some of the newly taken messages quicker to find; returns whether more may wait. They are found meanwhile.

    Made ready first, so that nobody waits for more than its writing.
    """
    with store.read() as unit:
        new = unit.broker.next_block()
    if new is None:
        return False
    with store.write() as unit:
        if unit.broker.add_block(new):
            unit.commit()
    return True


@dataclass(frozen=True, slots=True)
class Trash:
    """How many messages rest in the trash, how many stay because an inquiry is about them, and for how many days.

    ``newest`` is when the last of them was deleted; None where there is none.
    """

    count: int
    kept: int
    days: int
    newest: datetime | None = None


def trash_standing(store: Store) -> Trash:
    """How the trash stands."""
    with store.read() as unit:
        count, kept, newest = unit.broker.in_trash()
        return Trash(count, kept, days_in_trash(unit.office.settings()), newest)


def days_in_trash(settings: Mapping[str, Any]) -> int:
    """So long a deleted message rests: one day at least, whatever is stored."""
    return min(max(BROKER_TRASH_DAYS.of(settings), 1), MOST_TRASH_DAYS)


def purge_trash(store: Store) -> int:
    """Let go of the messages that have been in the trash for as long as the office wants; returns how many.

    In small steps, between which others write.
    """
    with store.read() as unit:
        days = days_in_trash(unit.office.settings())
    before, gone = store.clock() - timedelta(days=days), 0
    while purged := _purge_some(store, before):
        gone += purged
    return gone


def empty_trash(store: Store, actor: User, seen: Trash, check: Callable[[], None] = lambda: None) -> int:
    """Let go of all that was in the trash when it was ``seen``, for good; returns how many. A notice keeps that it was done.

    What was deleted since has its days. In small steps; between them ``check`` may raise Cancelled, and what is gone
    by then is gone. Raises Refused.
    """
    require(actor, Role.ADMIN)
    if seen.newest is None:
        return 0
    before, gone = seen.newest + timedelta(microseconds=1), 0
    with store.read() as unit:
        # The clock of another computer may be behind.
        if unit.broker.in_trash(before)[0] > seen.count:
            raise Refused(
                tr("The trash was not emptied"),
                tr("Somebody has put more into it meanwhile."),
                tr("Look at it, then empty it again."),
            )
    try:
        while purged := _purge_some(store, before, actor.name):
            gone += purged
            check()
    finally:
        if gone:
            _tell_emptied(store, actor, gone)
    return gone


def _tell_emptied(store: Store, actor: User, count: int) -> None:
    with store.write(actor.name) as unit:
        unit.notices.add(
            trn("{n} message of IB was deleted for good", "{n} messages of IB were deleted for good", count),
            tr("{name} emptied the trash of Sent By IB.").format(name=actor.name),
            Priority.LOW,
        )
        unit.commit()


def _purge_some(store: Store, before: datetime, actor: str = "") -> int:
    with store.write(actor) as unit:
        purged = unit.broker.purge(before)
        if purged:
            unit.commit()
        return purged
