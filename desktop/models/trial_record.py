"""What is kept of a test mail that somebody sent to themselves."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class TrialResult(enum.StrEnum):
    """UNKNOWN until there is an answer, and for good where the program ended before it came."""

    UNKNOWN = "unknown"
    TAKEN = "taken"
    WRITTEN = "written"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """A test mail to ``address`` by the person ``by``, as the account ``number`` would get it."""

    at: datetime
    by: str
    address: str
    number: str
    subject: str
    result: TrialResult
    words: str
