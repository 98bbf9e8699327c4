"""The way by which inquiries reach the broker's side, and how it can fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that goes with an entry; ``digest`` is the SHA-256 of ``data`` in hexadecimal."""

    name: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class InquiryRecord:
    """One entry of an inquiry. ``id`` is its own, so that the same entry given twice is known as one.

    ``step`` says what it does: opened, added, closed, cancelled or reopened. ``broker_id`` is the broker's name
    for the message it is about; empty where it is about none.
    """

    id: str
    inquiry: str
    step: str
    sent_at: datetime
    by: str
    subject: str
    broker_id: str
    body: str
    files: Sequence[EnclosedFile]


class InquiryChannel(Protocol):
    """Takes what the office asks. What was handed over lasts when ``hand_over`` returns."""

    def hand_over(self, record: InquiryRecord) -> str:
        """Hand over one entry; the same one again replaces it. Returns where it is. Raises NotHandedOver."""


class NotHandedOver(Exception):
    """Nothing can be handed over this way just now. ``sentence`` and ``remedy`` are as a person reads them."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
