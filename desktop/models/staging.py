"""Message staging: what may become of a held message, as a table without a clock or a store.

Rules: FACTS, section 3. A decision and the delivery date can race; whoever changes the standing first wins.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_SLACK = timedelta(minutes=1)


class HeldState(enum.StrEnum):
    """PENDING: waits for a decision or its delivery date. LEAVING: is to be sent, and can still be kept back.

    REJECTED: does not go out. DELIVERED: handed to the outbox, which is never undone.
    """

    PENDING = "pending"
    LEAVING = "leaving"
    REJECTED = "rejected"
    DELIVERED = "delivered"

    @property
    def is_open(self) -> bool:
        """Whether it still goes out by itself at some moment."""
        return self in (HeldState.PENDING, HeldState.LEAVING)


class Decision(enum.StrEnum):
    """What was decided on one message; NONE while nobody has. An ALWAYS makes an election as well."""

    NONE = ""
    SEND_AS_IS = "send_as_is"
    ALWAYS_SEND = "always_send"
    REJECT_ONCE = "reject_once"
    ALWAYS_REJECT = "always_reject"

    @property
    def sends(self) -> bool:
        return self in (Decision.SEND_AS_IS, Decision.ALWAYS_SEND)

    @property
    def rejects(self) -> bool:
        return self in (Decision.REJECT_ONCE, Decision.ALWAYS_REJECT)

    @property
    def elects(self) -> bool:
        """Whether it holds for later messages of the type too."""
        return self in (Decision.ALWAYS_SEND, Decision.ALWAYS_REJECT)


class StagingRefusal(enum.StrEnum):
    """Why something cannot be done with a held message."""

    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    DECIDED = "decided"
    NOT_DECIDED = "not_decided"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a held message stands. ``release_at`` is when it goes out by itself; None where it does not.

    ``deliver_at`` is the delivery date of the broker, until which can be decided.
    """

    state: HeldState
    deliver_at: datetime
    release_at: datetime | None
    decision: Decision = Decision.NONE

    @property
    def changes_until(self) -> datetime:
        """Until when a person can decide on it, or take a decision back; without meaning once it is delivered."""
        return self.release_at or self.deliver_at

    def is_due(self, now: datetime, undo: timedelta) -> bool:
        """Whether it goes out now. A moment of undoing that lies further ahead than it can be is none.

        It was set by a clock that has been set back since.
        """
        if self.release_at is None:
            return False
        return self.release_at <= now or (
            self.state is HeldState.LEAVING and self.release_at > now + undo + _SLACK
        )


def arrived(deliver_at: datetime, now: datetime, election: Decision = Decision.NONE) -> Standing:
    """How a message stands that is held from now on; an election in force decides at once."""
    waiting = Standing(HeldState.PENDING, deliver_at, deliver_at)
    if election.rejects:
        return Standing(HeldState.REJECTED, deliver_at, None, election)
    if election.sends:
        return Standing(HeldState.LEAVING, deliver_at, min(now, deliver_at), election)
    return waiting


def decided(
    standing: Standing, decision: Decision, now: datetime, undo: timedelta = timedelta()
) -> Standing | StagingRefusal:
    """How it stands after ``decision``, or why there can be none. What is sent leaves after ``undo``."""
    refusal = _REFUSES_DECISION.get(standing.state)
    if refusal is not None:
        return refusal
    if now >= standing.deliver_at:
        return StagingRefusal.TOO_LATE
    if decision.sends:
        leaves_at = min(now + undo, standing.deliver_at)
        return replace(standing, state=HeldState.LEAVING, release_at=leaves_at, decision=decision)
    if decision.rejects:
        return replace(standing, state=HeldState.REJECTED, release_at=None, decision=decision)
    raise ValueError(decision)


def reversed_(standing: Standing, now: datetime) -> Standing | StagingRefusal:
    """How it stands when its decision is taken back, or why it cannot be: possible until its delivery date.

    What is being sent can be kept back only until it leaves.
    """
    refusal = _REFUSES_REVERSAL.get(standing.state)
    if refusal is not None:
        return refusal
    if standing.state is HeldState.LEAVING and standing.release_at is not None and standing.release_at <= now:
        return StagingRefusal.TOO_LATE
    if now >= standing.deliver_at:
        return StagingRefusal.TOO_LATE
    return Standing(HeldState.PENDING, standing.deliver_at, standing.deliver_at)


def released(standing: Standing, now: datetime, undo: timedelta = timedelta()) -> Standing | StagingRefusal:
    """How it stands after it was handed to the outbox, or why it is not."""
    refusal = _REFUSES_RELEASE.get(standing.state)
    if refusal is not None:
        return refusal
    if not standing.is_due(now, undo):
        return StagingRefusal.TOO_EARLY
    return replace(standing, state=HeldState.DELIVERED, release_at=None)


_REFUSES_DECISION: Mapping[HeldState, StagingRefusal] = {
    HeldState.LEAVING: StagingRefusal.DECIDED,
    HeldState.REJECTED: StagingRefusal.DECIDED,
    HeldState.DELIVERED: StagingRefusal.DELIVERED,
}
_REFUSES_REVERSAL: Mapping[HeldState, StagingRefusal] = {
    HeldState.PENDING: StagingRefusal.NOT_DECIDED,
    HeldState.DELIVERED: StagingRefusal.DELIVERED,
}
_REFUSES_RELEASE: Mapping[HeldState, StagingRefusal] = {
    HeldState.REJECTED: StagingRefusal.DECIDED,
    HeldState.DELIVERED: StagingRefusal.DELIVERED,
}
