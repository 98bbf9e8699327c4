"""Finds messages of the last days that say much the same to some of the same accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.content.likeness import likeness, pieces
from desktop.models.outgoing import MessageDraft
from desktop.services.check_policy import check_policy

if TYPE_CHECKING:
    from desktop.store.store import Store

NAMED = 3
"""So many are named; that there are more is said, and not how many, since each is counted by itself."""


@dataclass(frozen=True, slots=True)
class AlikeMessage:
    """A message like the draft, which ``shared`` of the chosen accounts got or are getting."""

    message_id: int
    subject: str
    sent_by: str
    sent_at: datetime
    shared: int


def alike_messages(store: Store, draft: MessageDraft) -> tuple[AlikeMessage, ...]:
    """The newest messages like ``draft`` that went to accounts it is for: at most one more than are named.

    Only what was sent in the last days is compared, and recipients are counted only for what is alike.
    """
    policy = check_policy()
    own = pieces(draft.subject, draft.content)
    found: list[AlikeMessage] = []
    with store.read() as unit:
        recent = unit.survey.recent(unit.now - policy.alike_for, policy.alike_compared)
        alike = [each for each in recent if likeness(own, pieces(each.subject, each.content)) >= policy.alike]
        for each in alike:
            shared = unit.survey.also_reached(each.id, draft.accounts)
            if shared:
                found.append(AlikeMessage(each.id, each.subject, each.sent_by, each.sent_at, shared))
            if len(found) > NAMED:
                break
    return tuple(found)
