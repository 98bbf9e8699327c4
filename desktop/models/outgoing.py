"""What the office sends: the message while it is written, and as it was sent."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.models.account import Account
from desktop.models.attachment import Attachment
from desktop.models.channel import Channel, Channels
from desktop.models.chosen_recipients import NO_GROUPS, ChosenRecipients, GroupsApplied
from desktop.models.delivery import DeliveryTotals
from desktop.models.language_variant import LanguageVariant
from desktop.models.missing_rule import Rules
from desktop.models.phase import MessagePhase


class ComposeMode(enum.StrEnum):
    """Step 1 of the editor."""

    EXISTING_TEMPLATE = "existing_template"
    NEW_TEMPLATE = "new_template"
    ONE_TIME = "one_time"


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message while it is written.

    ``content`` and ``subject`` are Markdown and plain text with Liquid keywords. ``accounts`` are
    ids of accounts in the order of their numbers, ``groups`` where they came from. ``reply_to`` is
    an address of one of the office's users, ``signature_user`` the id of an active user. ``send_at``
    is the instant (with a zone) at which it is to leave, None for at once. ``missing`` settles what
    happens where a keyword has no value.
    """

    mode: ComposeMode = ComposeMode.ONE_TIME
    template_id: int | None = None
    template_name: str = ""
    channels: Channels = frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL})
    accounts: tuple[int, ...] = ()
    reply_to: str = ""
    subject: str = ""
    branded: bool = True
    content: str = ""
    signature_user: int | None = None
    send_at: datetime | None = None
    only_office_hours: bool = False
    groups: GroupsApplied = NO_GROUPS
    variants: tuple[LanguageVariant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    missing: Rules = ()

    @property
    def recipients(self) -> ChosenRecipients:
        """The accounts and the groups they came from."""
        return ChosenRecipients(self.accounts, self.groups)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message as it was sent. ``signature`` and branding are those of that moment.

    ``release_at`` is when it may begin to leave, None for at once. ``paused_by`` is empty when the
    program paused it by itself; ``pause_reason`` then says why. ``broker_message_id`` is set where it
    hands out a message of the broker that was held.
    """

    id: int
    subject: str
    content: str
    channels: Channels
    reply_to: str
    branded: bool
    signature: str
    sent_by: str
    sent_at: datetime
    recipients: int
    template_id: int | None
    resend_of: int | None
    totals: DeliveryTotals
    signature_user: int | None = None
    office_name: str = ""
    letter_day: str = ""
    phase: MessagePhase = MessagePhase.RUNNING
    release_at: datetime | None = None
    scheduled: bool = False
    only_office_hours: bool = False
    paused_by: str = ""
    paused_at: datetime | None = None
    pause_reason: str = ""
    variants: tuple[LanguageVariant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    missing: Rules = ()
    broker_message_id: int | None = None

    @property
    def is_of_broker(self) -> bool:
        """Whether it hands out a message of the broker: nothing of it is the office's to change."""
        return self.broker_message_id is not None


class Recipient(NamedTuple):
    """A recipient as the message saw it: the values its keywords were filled with."""

    id: int
    account_id: int
    number: str
    title: str
    email: str
    account_type: str
    client_id: str
    username: str
    language: str
    phone: str
    city: str
    country: str
    opened_on: str
    tws_access: bool


def recipient_of(account: Account) -> Recipient:
    """The recipient that ``account`` will be, before the message is sent."""
    details = account.details
    return Recipient(
        id=0,
        account_id=account.id,
        number=details.number,
        title=details.title,
        email=details.email,
        account_type=details.account_type,
        client_id=details.client_id,
        username=details.username,
        language=details.language,
        phone=details.phone,
        city=details.city,
        country=details.country,
        opened_on=details.opened_on.isoformat() if details.opened_on else "",
        tws_access=details.tws_access,
    )
