"""What the broker sent to clients: a template with keywords, and each recipient's values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from desktop.models.body_format import BodyFormat
from desktop.models.channel import Channels
from desktop.models.notice import Priority


class BrokerLine(NamedTuple):
    """One row of Sent By IB. ``subject`` has its keywords in braces. ``deleted_at``: when it went into the trash.

    Ids grow with ``sent_at`` (see ``message_order``), not with arrival.
    """

    id: int
    sent_at: datetime
    subject: str
    type: str
    type_name: str
    recipients: int
    channels: Channels
    priority: Priority
    is_read: bool
    deleted_at: datetime | None = None


class BrokerMessage(NamedTuple):
    """A whole message of the broker. ``broker_id`` is the broker's own name for it.

    ``body`` is safe to show: HTML was sanitised when it came in, and ``original`` has it as it came
    (empty where that is the same). ``deliver_at`` is set where the message could have been held.
    """

    line: BrokerLine
    broker_id: str
    body: str
    format: BodyFormat
    original: str
    received_at: datetime
    deliver_at: datetime | None


class BrokerRecipient(NamedTuple):
    """An account that a message of the broker concerns. ``title`` is the account's when the message came in."""

    account_id: int
    number: str
    title: str
    values: Mapping[str, str]
