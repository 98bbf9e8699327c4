"""What one step of delivering came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class StepReport:
    """Counts of one step. ``again`` were put off to a later try.

    ``trouble`` says why mail does not leave, empty when it does; ``mail_waits_until`` is when it
    will be tried again. ``store_trouble`` says why nothing could be read or written. ``was_idle`` is True
    when nothing was due.
    """

    delivered: int = 0
    failed: int = 0
    again: int = 0
    unconfirmed: int = 0
    trouble: str = ""
    mail_waits_until: datetime | None = None
    was_idle: bool = False
    store_trouble: StoreUnavailable | None = None
