"""What follows from tries that were just recorded: their history, and a pause where errors pile up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.delivery import DeliveryState
from desktop.models.notice import Priority
from desktop.models.outbox import WRONG, Outcome, marks_of
from desktop.models.phase import MessageAct, MessagePhase
from desktop.models.subject_words import subject_words
from desktop.services.delivery_policy import delivery_policy

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_MOST_OF_ANSWER = 120  # characters


def after_settling(unit: UnitOfWork, recorded: Sequence[Outcome]) -> None:
    """Keep the tries of ``recorded`` outcomes, in their transaction; pause messages that mostly fail."""
    unit.tries.note(recorded)
    policy = delivery_policy()
    for message_id, marks in sorted(marks_of(recorded).items()):
        if WRONG not in marks:
            continue
        last = unit.control.last_tries(message_id)[-policy.error_window :]
        wrong = last.count(WRONG)
        if policy.errors_pile_up(len(last), wrong):
            _pause(unit, message_id, _reason(wrong, len(last), _last_answer(recorded, message_id)))


def _last_answer(recorded: Sequence[Outcome], message_id: int) -> str:
    """What the server said to the last of them that went wrong, on one line; empty where it said nothing."""
    words = (
        outcome.words
        for outcome in reversed(recorded)
        if outcome.claim.message_id == message_id and outcome.state is not DeliveryState.DELIVERED
    )
    answer = " ".join(next(words, "").split())
    return answer if len(answer) <= _MOST_OF_ANSWER else f"{answer[:_MOST_OF_ANSWER]}…"


def _reason(wrong: int, tries: int, answer: str) -> str:
    counted = {"wrong": f"{wrong:,}", "n": f"{tries:,}"}
    if not answer:
        return tr("{wrong} of the last {n} tries went wrong.").format(**counted)
    words = tr("{wrong} of the last {n} tries went wrong, the last one with: “{answer}”.")
    # The sentence has a full stop of its own.
    return words.format(**counted, answer=answer.removesuffix("."))


def _pause(unit: UnitOfWork, message_id: int, reason: str) -> None:
    message = unit.messages.get(message_id)
    if message is None or message.totals.is_settled:
        return
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
