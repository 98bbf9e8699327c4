"""What the outbox hands to whoever delivers, and what it takes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from desktop.models.attachment import Attachment
from desktop.models.channel import Channel
from desktop.models.chosen_recipients import NO_GROUPS, GroupsApplied
from desktop.models.delivery import DeliveryState
from desktop.models.language_variant import LanguageVariant
from desktop.models.missing_rule import Rules
from desktop.models.outgoing import Recipient

AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""When a first try is due: whatever the clock says, also after it was set back."""


CLAIM_LASTS = timedelta(seconds=60)
"""How long a worker has what it claimed, unless it claims it anew."""

WORKER_IS_SILENT = timedelta(seconds=25)
"""Whoever was not heard of for so long is taken to have ended: two beats are missed, and a slow write is waited for."""


class Claim(NamedTuple):
    """A delivery that one holder, and nobody else, may now hand over. ``tries`` counts this one."""

    delivery_id: int
    message_id: int
    channel: Channel
    address: str
    tries: int
    recipient: Recipient


class SilentClaims(NamedTuple):
    """What of a message is with workers that do not answer any more: how many deliveries, how many of them may
    have left, and when the last of these claims lapses.
    """

    claims: int
    begun: int
    until: datetime


class Outcome(NamedTuple):
    """What became of a claim.

    ``state`` is DELIVERED, FAILED, or QUEUED with ``next_try_at`` for another try later.
    ``words`` are the server's own. ``text`` is the plain text of a bulletin, ``subject`` that of a message to the message center.
    """

    claim: Claim
    state: DeliveryState
    words: str = ""
    next_try_at: datetime | None = None
    subject: str = ""
    text: str = ""


RIGHT, WRONG = "+", "-"


def marks_of(outcomes: Iterable[Outcome]) -> dict[int, str]:
    """By message, a mark for each first try: whether it went right, in their order.

    What is tried again by itself is not marked anew: near the end of a message nothing else is tried, and a few full
    mailboxes would look as if most of it went wrong.
    """
    marks: defaultdict[int, str] = defaultdict(str)
    for outcome in outcomes:
        if outcome.claim.tries > 1:
            continue
        arrived = outcome.state is DeliveryState.DELIVERED
        # What is posted within the store always arrives, and would hide that no mail does.
        if outcome.claim.channel is Channel.EMAIL or not arrived:
            marks[outcome.claim.message_id] += RIGHT if arrived else WRONG
    return marks


@dataclass(frozen=True, slots=True)
class SendOrder:
    """A message at the moment it is sent; signature, names and the day are already settled.

    ``uid`` names this sending for ever: the same one is never sent a second time.
    ``letter_day`` is the day in the office's zone, as ``YYYY-MM-DD``. ``release_at`` is when it may
    begin to leave, None for at once; ``scheduled`` says that a person chose that moment.
    """

    uid: str
    subject: str
    content: str
    channels: frozenset[Channel]
    accounts: tuple[int, ...]
    reply_to: str
    branded: bool
    signature: str
    signature_user: int | None
    sender_name: str
    office_name: str
    letter_day: str
    template_id: int | None = None
    resend_of: int | None = None
    release_at: datetime | None = None
    scheduled: bool = False
    only_office_hours: bool = False
    variants: tuple[LanguageVariant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    missing: Rules = ()
    groups: GroupsApplied = NO_GROUPS


Kept = tuple[int, int, bytes]
"""The id of a delivery, the id of what its content is packed against, and what is left of it then."""


@dataclass(frozen=True, slots=True)
class SentPacking:
    """What the exact bytes of a message's deliveries are packed against; see content.packing."""

    id: int
    dictionary: bytes
    tail: bytes
