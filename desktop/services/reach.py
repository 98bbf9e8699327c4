"""How many recipients a draft reaches over any of its channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.channel import Channel
from desktop.models.outgoing import MessageDraft
from desktop.services.sending import check

if TYPE_CHECKING:
    from desktop.models.send_check import SendCheck
    from desktop.store.store import Store


def check_reach(store: Store, draft: MessageDraft) -> tuple[SendCheck, int]:
    """What ``check`` says, and how many accounts get the message over at least one channel."""
    found = check(store, draft)
    if not found.ways:
        return found, 0
    if Channel.MESSAGE_CENTER in draft.channels or len(found.ways) == 1:
        return found, max(way.reached for way in found.ways)
    closed = {account.id for account in found.not_open}
    unreached = {number for number in draft.accounts if number not in closed}
    with store.read() as unit:
        for way in found.ways:
            skipped = unit.messages.unreachable(draft.accounts, way.channel, len(draft.accounts))[1]
            unreached &= {line.id for line, _ in skipped}
    return found, found.recipients - len(unreached)
