"""What the office sees of held messages: lines of To Be Sent By IB, their history, and elections by type."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from desktop.models.broker_message import BrokerLine
from desktop.models.delivery import DeliveryTotals
from desktop.models.staging import Decision, Standing


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One row of To Be Sent By IB. ``line.id`` names it; ``version`` grows with each change.

    ``decided_by`` is a user, or empty where an election decided (``election_id``) or nobody did.
    ``outgoing_id`` is its message in the outbox once it was released at ``released_at``. ``place`` orders open
    ones by deadline and puts the others behind them, the latest first.
    """

    line: BrokerLine
    standing: Standing
    version: int
    arrived_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    election_id: int | None = None
    released_at: datetime | None = None
    outgoing_id: int | None = None
    totals: DeliveryTotals | None = None
    place: int = 0

    @property
    def id(self) -> int:
        return self.line.id


class HeldFilterState(enum.StrEnum):
    """Which of the held messages are listed."""

    ALL = "all"
    OPEN = "open"
    REJECTED = "rejected"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class HeldFilter:
    """Words of subject, type or body; a type by its code, empty for all."""

    text: str = ""
    state: HeldFilterState = HeldFilterState.ALL
    type: str = ""


class StagingEvent(enum.StrEnum):
    """What happened to a held message."""

    ARRIVED = "arrived"
    DECIDED = "decided"
    REVERSED = "reversed"
    RELEASED = "released"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One entry of a held message's history; ``by`` is empty where the program did it, ``words`` say why."""

    at: datetime
    by: str
    what: StagingEvent
    decision: Decision
    words: str


@dataclass(frozen=True, slots=True)
class Election:
    """A saved decision for all later messages of a type: ``ALWAYS_SEND`` or ``ALWAYS_REJECT``.

    ``applied`` counts the messages it has decided, last at ``applied_at``. ``ended_at`` is None while it stands.
    ``made_with`` is the held message whose decision made it, None where it was made in the list.
    """

    id: int
    type: str
    type_name: str
    decision: Decision
    made_by: str
    made_at: datetime
    applied: int
    applied_at: datetime | None
    ended_by: str = ""
    ended_at: datetime | None = None
    made_with: int | None = None


@dataclass(frozen=True, slots=True)
class ElectionEffect:
    """What an election of a type would have decided since ``since``.

    ``subjects`` are the newest of them; ``messages`` and ``recipients`` count all.
    """

    since: datetime
    messages: int
    recipients: int
    subjects: tuple[str, ...]
