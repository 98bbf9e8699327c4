"""A row of Sent By Me; apart from the message itself, so that the first rows do without all a message is made of."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from desktop.models.channel import Channels
from desktop.models.delivery import DeliveryTotals
from desktop.models.phase import MessagePhase


class SentLine(NamedTuple):
    """A row of Sent By Me."""

    id: int
    sent_at: datetime
    subject: str
    recipients: int
    channels: Channels
    totals: DeliveryTotals
    phase: MessagePhase = MessagePhase.RUNNING
    release_at: datetime | None = None
    only_office_hours: bool = False
    is_resend: bool = False
