"""Takes the broker's answers to inquiries and its notices to the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.content.outside_body import body_text
from desktop.language import tr
from desktop.models.feed import FeedNotice, FeedReply
from desktop.models.notice import Priority

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


def take_reply(unit: UnitOfWork, reply: FeedReply) -> int:
    """Put the answer under its inquiry; one whose number is not known is kept and told. Returns its row."""
    entry = unit.inquiries.answer(reply)
    if entry is not None:
        return entry
    unit.notices.add(
        tr("An answer of IB names an unknown inquiry"),
        tr("Reference number: {number}").format(number=reply.inquiry) + f"\n\n{reply.body}",
        Priority.HIGH,
    )
    return unit.inquiries.keep_stray(reply)


def take_notice(unit: UnitOfWork, notice: FeedNotice) -> int:
    """Put a notice of the broker into My Message Center; returns its row."""
    return unit.notices.add_from_broker(
        notice.sent_at, notice.subject, body_text(notice.body, notice.format), notice.priority
    )
