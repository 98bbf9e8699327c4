"""What follows from tries that were just recorded: their history, and a pause where errors pile up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.notice import Priority
from desktop.models.outbox import Outcome
from desktop.models.phase import MessageAct, MessagePhase
from desktop.models.subject_words import subject_words
from desktop.services.delivery_policy import delivery_policy

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_RIGHT, _WRONG = "+", "-"


def after_settling(unit: UnitOfWork, recorded: Sequence[Outcome]) -> None:
    """Keep the tries of ``recorded`` outcomes, in their transaction; pause messages that mostly fail."""
    unit.tries.note(recorded)
    for message_id, marks in sorted(_marks(recorded).items()):
        policy = delivery_policy()
        last = unit.control.add_tries(message_id, marks, policy.error_window)
        wrong = last.count(_WRONG)
        if _WRONG in marks and policy.errors_pile_up(len(last), wrong):
            _pause(unit, message_id, wrong, len(last))


def _marks(recorded: Sequence[Outcome]) -> dict[int, str]:
    marks: defaultdict[int, str] = defaultdict(str)
    for outcome in recorded:
        arrived = outcome.state is DeliveryState.DELIVERED
        # What is posted within the store always arrives, and would hide that no mail does.
        if outcome.claim.channel is Channel.EMAIL or not arrived:
            marks[outcome.claim.message_id] += _RIGHT if arrived else _WRONG
    return marks


def _pause(unit: UnitOfWork, message_id: int, wrong: int, tries: int) -> None:
    message = unit.messages.get(message_id)
    if message is None or message.totals.is_settled:
        return
    reason = tr("{wrong} of the last {n} tries went wrong.").format(wrong=f"{wrong:,}", n=f"{tries:,}")
    paused = unit.control.change_phase(
        message_id,
        (MessagePhase.RUNNING,),
        MessagePhase.PAUSED,
        paused_by="",
        paused_at=unit.now,
        pause_reason=reason,
    )
    if not paused:
        return
    unit.control.recall(message_id)
    unit.control.note(message_id, MessageAct.PAUSED_BY_ITSELF, reason)
    title = tr("“{subject}” has paused by itself").format(subject=subject_words(message.subject))
    remedy = tr("Look at the answers of the mail server, then let it go on or stop the rest.")
    unit.notices.add(title, f"{reason} {remedy}", Priority.HIGH, message_id)
