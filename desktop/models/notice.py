"""A message of the program to the office, shown in My Message Center."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Priority(enum.StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Notice:
    """``body`` is plain text; ``message_id`` names the outgoing message it speaks of, if any."""

    id: int
    at: datetime
    subject: str
    body: str
    priority: Priority
    is_read: bool
    message_id: int | None
