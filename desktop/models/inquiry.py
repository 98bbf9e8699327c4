"""Inquiries to the broker: a reference number, a thread of entries, and a status that only moves as allowed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class InquiryStatus(enum.StrEnum):
    """New until somebody adds to it, Open while an answer is awaited."""

    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether it stands among the open ones, which come first."""
        return self not in (InquiryStatus.CLOSED, InquiryStatus.CANCELLED)


class InquiryStep(enum.StrEnum):
    """What can happen to an inquiry. It is opened once, by being made."""

    OPENED = "opened"
    ADDED = "added"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    ANSWERED_AND_CLOSED = "answered_and_closed"


_S, _T = InquiryStatus, InquiryStep
# What awaits an answer may be called off; what has one is closed.
_AWAITS = {
    _T.ADDED: _S.OPEN,
    _T.ANSWERED: _S.ANSWERED,
    _T.CLOSED: _S.CLOSED,
    _T.CANCELLED: _S.CANCELLED,
    _T.ANSWERED_AND_CLOSED: _S.CLOSED,
}
# The broker's answer is never turned away: it may cross our closing it.
_ENDED = {_T.REOPENED: _S.OPEN, _T.ANSWERED: _S.ANSWERED, _T.ANSWERED_AND_CLOSED: _S.CLOSED}
_NEXT: Mapping[InquiryStatus, Mapping[InquiryStep, InquiryStatus]] = {
    _S.NEW: _AWAITS,
    _S.OPEN: _AWAITS,
    _S.ANSWERED: {step: after for step, after in _AWAITS.items() if step is not _T.CANCELLED},
    _S.CLOSED: _ENDED,
    _S.CANCELLED: _ENDED,
}


def after(status: InquiryStatus, step: InquiryStep) -> InquiryStatus | None:
    """The status that ``step`` leads to; None where it is not possible."""
    return _NEXT[status].get(step)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An inquiry as My Message Center lists it. ``number`` is its reference number.

    ``message_id`` is the broker message it is about, if any; ``latest`` is the broker's latest answer, cut.
    """

    id: int
    version: int
    number: str
    subject: str
    status: InquiryStatus
    message_id: int | None
    opened_by: str
    opened_at: datetime
    changed_at: datetime
    latest: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class InquiryFile:
    """A file that goes with an entry, kept by its digest; ``size`` in bytes."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class InquiryEntry:
    """One entry of a thread; ``by`` is a user's name, or empty where the broker wrote it. ``body`` is plain text.

    ``is_handed`` is False while the broker's side has still to get it.
    """

    id: int
    at: datetime
    by: str
    body: str
    files: tuple[InquiryFile, ...]
    step: InquiryStep
    is_handed: bool


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry that the broker's side has still to get. ``broker_id`` is its own name for the message, or empty."""

    inquiry_id: int
    number: str
    subject: str
    broker_id: str
    entry: InquiryEntry
