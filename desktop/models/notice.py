"""A message of the program to the office, shown in My Message Center."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import NamedTuple

FROM_BROKER = "broker"
"""The origin of a notice that came with the broker's feed; those of the program have none."""

FROM_STAGING = "staging"
"""The origin of a notice about held messages."""

FROM_FEED = "feed"
"""The origin of a notice about lines of the broker's feed that were refused."""


class Priority(enum.StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Notice(NamedTuple):
    """``body`` is plain text; ``message_id`` names the outgoing message it speaks of, if any.

    ``is_from_broker`` tells the broker's notices from those of the program. One that ``is_of_staging`` speaks of
    held messages; ``held_id`` names the message, where it is one. One that ``is_of_refused`` speaks of lines of the
    broker's feed that were refused.
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
    is_of_refused: bool = False


class NoticeFilter(NamedTuple):
    """``text`` as it was typed; ``is_unread`` shows only unread ones."""

    text: str = ""
    is_unread: bool = False

    def __bool__(self) -> bool:
        return self != NoticeFilter()
