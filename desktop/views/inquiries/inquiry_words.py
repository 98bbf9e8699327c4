"""The states and steps of an inquiry in words, with the mark that goes with each state."""

from __future__ import annotations

from desktop.language import tr
from desktop.models.inquiry import InquiryStatus, InquiryStep

STATUS_MARKS: dict[InquiryStatus, tuple[str, str]] = {
    InquiryStatus.NEW: ("send", "info"),
    InquiryStatus.OPEN: ("clock", "info"),
    InquiryStatus.ANSWERED: ("message-center", "warning"),
    InquiryStatus.CLOSED: ("check", "success"),
    InquiryStatus.CANCELLED: ("minus", "text-quiet"),
}
"""The icon and the colour role of each; the word is always beside them."""


def status_word(status: InquiryStatus) -> str:
    """The status as a person reads it."""
    return {
        InquiryStatus.NEW: tr("New"),
        InquiryStatus.OPEN: tr("Open"),
        InquiryStatus.ANSWERED: tr("Answered"),
        InquiryStatus.CLOSED: tr("Closed"),
        InquiryStatus.CANCELLED: tr("Cancelled"),
    }[status]


def step_words(step: InquiryStep) -> str:
    """What an entry did, where that says more than its text."""
    return {
        InquiryStep.CLOSED: tr("closed the inquiry"),
        InquiryStep.CANCELLED: tr("cancelled the inquiry"),
        InquiryStep.REOPENED: tr("reopened the inquiry"),
        InquiryStep.ANSWERED_AND_CLOSED: tr("answered and closed the inquiry"),
    }.get(step, "")
