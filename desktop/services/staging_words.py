"""What is said of held messages: decisions by name, and why something cannot be done any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop.language import tr
from desktop.models.held_message import HeldLine
from desktop.models.staging import Decision, HeldState, StagingRefusal
from desktop.services.office_day import moment_words
from desktop.settings import OFFICE_ZONE


def decision_name(decision: Decision) -> str:
    """A decision by the name it has in the broker's guide, where it has one."""
    return {
        Decision.NONE: tr("Pending decision"),
        Decision.SEND_AS_IS: tr("Send As Is"),
        Decision.ALWAYS_SEND: tr("Always Send As Is"),
        Decision.REJECT_ONCE: tr("Reject Once"),
        Decision.ALWAYS_REJECT: tr("Always Reject"),
    }[decision]


def why_not(line: HeldLine, refusal: StagingRefusal | None, settings: Mapping[str, Any]) -> str:
    """Why nothing was changed, as ``line`` stands now; no ``refusal`` where it changed since it was looked at."""
    standing = line.standing
    if standing.state is HeldState.DELIVERED:
        return tr("It went out {moment}.").format(moment=_moment(line.released_at, settings))
    if refusal is StagingRefusal.TOO_LATE:
        return _too_late(standing.state)
    if refusal is StagingRefusal.NOT_DECIDED:
        return tr("Nobody has decided on it.")
    if standing.decision is Decision.NONE:
        return tr("It has changed since you looked: it waits for a decision again.")
    if line.election_id is not None:
        words = tr("An election has decided it already: {decision}.")
        return words.format(decision=decision_name(standing.decision))
    return tr("{name} has decided it already, {moment}: {decision}.").format(
        name=line.decided_by,
        moment=_moment(line.decided_at, settings),
        decision=decision_name(standing.decision),
    )


def _too_late(state: HeldState) -> str:
    if state is HeldState.LEAVING:
        return tr("It is going out already and cannot be kept back any more.")
    if state is HeldState.REJECTED:
        return tr("Its delivery date has passed. It stays rejected.")
    return tr("Its delivery date has passed. It goes out as it is.")


def _moment(at: datetime | None, settings: Mapping[str, Any]) -> str:
    return "" if at is None else moment_words(at, OFFICE_ZONE.of(settings))
