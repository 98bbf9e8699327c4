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


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A test mail in a list of all of them, and what has become of the draft that it was made from.

    ``message_id`` is the message that the draft became, ``draft_id`` the draft while it is one; where both are
    None it was given up. ``owner`` is the id of the user whose draft it is.
    """

    id: int
    record: TrialRecord
    message_id: int | None
    draft_id: int | None
    owner: int | None
