"""Tells the office, once, that a message has been delivered as far as it will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.delivery import DeliveryTotals
from desktop.models.notice import Priority
from desktop.models.subject_words import subject_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.store.unit_of_work import UnitOfWork


def totals_words(totals: DeliveryTotals) -> str:
    """``408 of 412 delivered, 3 failed, 1 skipped``; what is zero is left out."""
    delivered = tr("{n} of {total} delivered").format(n=f"{totals.delivered:,}", total=f"{totals.total:,}")
    others = (
        (totals.failed, tr("{n} failed")),
        (totals.skipped, tr("{n} skipped")),
        (totals.unconfirmed, tr("{n} unconfirmed")),
        (totals.cancelled, tr("{n} cancelled")),
        (totals.queued + totals.sending, tr("{n} on the way")),
    )
    parts = [delivered, *(words.format(n=f"{count:,}") for count, words in others if count)]
    return ", ".join(parts)


def tell_settled(unit: UnitOfWork, message_ids: Iterable[int]) -> None:
    """Add one notice for each of these messages, in the transaction that settled them."""
    for message_id in message_ids:
        message = unit.messages.get(message_id)
        if message is None:
            continue
        totals = message.totals
        if message.broker_message_id is not None and not (totals.failed or totals.unconfirmed):
            continue  # a message that was held and went out: its own list says so
        words = tr("Resent “{subject}”: {totals}") if message.resend_of else tr("“{subject}”: {totals}")
        words = words.format(subject=subject_words(message.subject), totals=totals_words(totals))
        unit.notices.add(words, _body(totals), _priority(totals), message_id)


def _body(totals: DeliveryTotals) -> str:
    sentences = []
    if totals.failed:
        sentences.append(tr("What failed was refused for good; the list of recipients gives the reasons."))
    if totals.unconfirmed:
        sentences.append(
            tr("What is unconfirmed may or may not have left or arrived. It is not sent again by itself.")
        )
    if totals.skipped:
        sentences.append(tr("Skipped recipients cannot be reached that way."))
    if totals.cancelled:
        sentences.append(tr("What was cancelled had not begun to leave when the rest was stopped."))
    return " ".join(sentences)


def _priority(totals: DeliveryTotals) -> Priority:
    return Priority.HIGH if totals.failed or totals.unconfirmed else Priority.NORMAL
