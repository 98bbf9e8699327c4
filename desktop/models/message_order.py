"""Numbers for the broker's messages that order them by the moment they were sent.

So the newest first page of a list or of a search is the end of one index, however many there are.
"""

from __future__ import annotations

from datetime import UTC, datetime

_SECOND = 1 << 20
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
MOST_A_SECOND = _SECOND - 1
"""How many messages may bear the same second."""


def first_id(sent_at: datetime) -> int:
    """The least id of a message sent within the second of ``sent_at``, which lies in EARLIEST to LATEST."""
    return int(sent_at.timestamp()) * _SECOND


def end_id(first: int) -> int:
    """The id after the last one of the second that begins with ``first``."""
    return first + _SECOND
