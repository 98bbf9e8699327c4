"""One message to one recipient over one channel, and the states it passes through."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import NamedTuple

from desktop.models.channel import RANKS, Channel


class DeliveryState(enum.StrEnum):
    """Where a delivery stands.

    UNCONFIRMED: the program ended between handing the message over and recording the answer,
    so it may or may not have arrived. It is never sent again by itself. CANCELLED: taken back or
    stopped by a person before it had begun to leave.
    """

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


IDS_EACH = 4
"""So many ids each recipient has for its deliveries: as many as there are channels, and one to spare."""


def delivery_id(recipient_id: int, channel: Channel) -> int:
    """The id of the delivery to a recipient over a channel: in order of recipients, then of channels."""
    return recipient_id * IDS_EACH + RANKS[channel]


OPEN_STATES = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})
RETRIABLE_STATES = frozenset({DeliveryState.FAILED, DeliveryState.UNCONFIRMED})
"""What a person may have sent once more. The program itself never does."""

_NEXT: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.QUEUED: frozenset({DeliveryState.SENDING, DeliveryState.SKIPPED, DeliveryState.CANCELLED}),
    DeliveryState.SENDING: frozenset(
        {
            DeliveryState.DELIVERED,
            DeliveryState.FAILED,
            DeliveryState.QUEUED,
            DeliveryState.UNCONFIRMED,
        }
    ),
    DeliveryState.DELIVERED: frozenset(),
    DeliveryState.FAILED: frozenset({DeliveryState.QUEUED, DeliveryState.SKIPPED}),
    DeliveryState.SKIPPED: frozenset(),
    DeliveryState.UNCONFIRMED: frozenset({DeliveryState.QUEUED, DeliveryState.SKIPPED}),
    DeliveryState.CANCELLED: frozenset(),
}


def may_become(state: DeliveryState, after: DeliveryState) -> bool:
    """Whether a delivery in ``state`` may pass to ``after``.

    DELIVERED, SKIPPED and CANCELLED are final; FAILED and UNCONFIRMED are left by a person's choice only.
    """
    return after in _NEXT[state]


class SkipReason(enum.StrEnum):
    """Why nothing was sent to a recipient over a channel."""

    NO_EMAIL = "no_email"
    INVALID_EMAIL = "invalid_email"
    NO_TWS_ACCESS = "no_tws_access"
    NOT_OPEN = "not_open"
    MISSING_VALUE = "missing_value"


class DeliveryTotals(NamedTuple):
    """How many deliveries of a message stand in each state."""

    queued: int = 0
    sending: int = 0
    delivered: int = 0
    failed: int = 0
    skipped: int = 0
    unconfirmed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.settled + self.queued + self.sending

    @property
    def settled(self) -> int:
        return self.delivered + self.failed + self.skipped + self.unconfirmed + self.cancelled

    @property
    def is_settled(self) -> bool:
        return self.queued == 0 and self.sending == 0


class DeliveryLine(NamedTuple):
    """What the list of a sent message shows of one delivery.

    ``words`` are the server's own, or empty; for one skipped for MISSING_VALUE the keyword. ``tries`` counts the attempts so far.
    ``next_try_at`` is when one that is queued may leave.
    """

    id: int
    recipient_id: int
    account_id: int
    number: str
    title: str
    channel: Channel
    state: DeliveryState
    address: str
    words: str
    skip_reason: SkipReason | None
    tries: int
    changed_at: datetime
    next_try_at: datetime
