"""What is said of the effect of an election: what it would have decided in the last twelve months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.staging import Decision

if TYPE_CHECKING:
    from desktop.models.held_message import ElectionEffect


def effect_words(effect: ElectionEffect, decision: Decision = Decision.NONE) -> str:
    """What an election would have decided in the last twelve months, by count."""
    if not effect.messages:
        return tr("In the last 12 months IB sent no message of this type that can be held.")
    messages = trn("{n} message", "{n} messages", effect.messages)
    recipients = trn("{n} recipient", "{n} recipients", effect.recipients)
    return {
        Decision.ALWAYS_REJECT: tr("In the last 12 months it would have stopped {messages} to {recipients}:"),
        Decision.ALWAYS_SEND: tr(
            "In the last 12 months it would have sent {messages} to {recipients} without a question:"
        ),
    }.get(decision, tr("In the last 12 months IB sent {messages} of this type to {recipients}:")).format(
        messages=messages, recipients=recipients
    )


def more_words(effect: ElectionEffect) -> str:
    """What is said below the subjects that are named; empty where all are."""
    more = effect.messages - len(effect.subjects)
    return trn("and {n} more", "and {n} more", more) if more > 0 else ""
