"""Mail of the program to the office's own users: what they asked for, or what they have to know."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class OfficeMailKind(enum.StrEnum):
    """What a mail holds, which says how it is made when it leaves."""

    DETAILS = "details"
    COPY = "copy"
    COPY_LIST = "copy_list"
    HELD = "held"
    HELD_REMINDER = "held_reminder"
    HELD_DECIDED = "held_decided"
    HELD_DIGEST = "held_digest"


class OfficeMailState(enum.StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OfficeMail:
    """``about`` is what the mail is made from, in plain values; ``uid`` gives its Message-ID.

    A mail to the office itself may be tried again although it may have arrived: it is ``in_doubt`` then, bears the
    same Message-ID and says so.
    """

    id: int
    uid: str
    kind: OfficeMailKind
    user_name: str
    address: str
    about: Mapping[str, Any]
    state: OfficeMailState
    tries: int
    words: str
    added_at: datetime
    in_doubt: bool = False
