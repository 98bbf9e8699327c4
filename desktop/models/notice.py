"""A message of the program to the office, shown in My Message Center."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

FROM_BROKER = "broker"
"""The origin of a notice that came with the broker's feed; those of the program have none."""

FROM_STAGING = "staging"
"""The origin of a notice about held messages."""


class Priority(enum.StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Notice:
    """``body`` is plain text; ``message_id`` names the outgoing message it speaks of, if any.

    ``is_from_broker`` tells the broker's notices from those of the program. One that ``is_of_staging`` speaks of
    held messages; ``held_id`` names the message, where it is one.
    """

    id: int
    at: datetime
    subject: str
    body: str
    priority: Priority
    is_read: bool
    message_id: int | None
    is_from_broker: bool = False
    is_of_staging: bool = False
    held_id: int | None = None


class NoticeFilter(NamedTuple):
    """``text`` as it was typed; ``is_unread`` shows only unread ones."""

    text: str = ""
    is_unread: bool = False

    def __bool__(self) -> bool:
        return self != NoticeFilter()
