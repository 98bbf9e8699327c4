"""What holds deliveries back at a moment: a rate, and the hours of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SendLimits:
    """``mails_an_hour`` is 0 for no limit. ``opens_at`` is None while the office is open.

    Otherwise messages that leave within office hours only wait until then.
    """

    mails_an_hour: int = 0
    opens_at: datetime | None = None


NO_LIMITS = SendLimits()


@dataclass(frozen=True, slots=True)
class Hold:
    """Why what is queued of a message does not leave just now, though nobody paused it.

    It goes on at ``until``, or goes out then where it still waits for its moment. ``mails_an_hour`` is the
    limit that was reached; 0 where the office is closed.
    """

    until: datetime
    mails_an_hour: int = 0
