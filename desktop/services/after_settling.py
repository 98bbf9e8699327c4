"""What follows from tries that were just recorded: their history, and a pause where errors pile up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def _again() -> str:
    return tr("{wrong} of the {n} tries since it was sent again went wrong")


_SINCE: dict[MessageAct | None, Callable[[], str]] = {
    None: lambda: tr("{wrong} of the first {n} tries went wrong"),
    MessageAct.WENT_ON: lambda: tr("{wrong} of the {n} tries since it was let go on went wrong"),
    MessageAct.RESENT_FAILED: _again,
    MessageAct.RESENT_UNCONFIRMED: _again,
}
"""What the tries are all of, by the act since which they are counted."""


def after_settling(unit: UnitOfWork, recorded: Sequence[Outcome]) -> None:
    """Keep the tries of ``recorded`` outcomes, in their transaction; pause messages that mostly fail."""
    unit.tries.note(recorded)
    policy = delivery_policy()
    for message_id, marks in sorted(marks_of(recorded).items()):
        if WRONG not in marks:
            continue
        known = unit.control.last_tries(message_id)
        last = known[-policy.error_window :]
        wrong = last.count(WRONG)
        if policy.errors_pile_up(len(last), wrong):
            counted = _counted(unit, message_id, wrong, len(last), is_all=len(known) == len(last))
            _pause(unit, message_id, _reason(counted, _last_answer(recorded, message_id)))


def _last_answer(recorded: Sequence[Outcome], message_id: int) -> str:
    """What the server said to the last of them that went wrong, on one line; empty where it said nothing."""
    words = (
        outcome.words
        for outcome in reversed(recorded)
        if outcome.claim.message_id == message_id and outcome.state is not DeliveryState.DELIVERED
    )
    answer = " ".join(next(words, "").split())
    return answer if len(answer) <= _MOST_OF_ANSWER else f"{answer[:_MOST_OF_ANSWER]}…"


def _counted(unit: UnitOfWork, message_id: int, wrong: int, tries: int, *, is_all: bool) -> str:
    """How many of how many went wrong, and which those were, so that it can be held against the totals."""
    if not is_all:
        words = tr("{wrong} of the last {n} tries went wrong")
    else:
        words = _SINCE[_began_anew(unit, message_id)]()
    return words.format(wrong=f"{wrong:,}", n=f"{tries:,}")


def _began_anew(unit: UnitOfWork, message_id: int) -> MessageAct | None:
    """By what the tries were counted anew last."""
    acts = [event.act for event in unit.control.events(message_id)]
    return next((act for act in reversed(acts) if act in _SINCE), None)


def _reason(counted: str, answer: str) -> str:
    if not answer:
        return f"{counted}."
    # The sentence has a full stop of its own.
    return tr("{counted}, the last one with: “{answer}”.").format(
        counted=counted, answer=answer.removesuffix(".")
    )


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
        # What was leaving by then is counted apart.
        last_tries="",
    )
    if not paused:
        return
    unit.control.recall(message_id)
    unit.control.note(message_id, MessageAct.PAUSED_BY_ITSELF, reason)
    title = tr("“{subject}” has paused by itself").format(subject=subject_words(message.subject))
    remedy = tr("Look at the answers of the mail server, then let it go on or stop the rest.")
    unit.notices.add(title, f"{reason} {remedy}", Priority.HIGH, message_id)
