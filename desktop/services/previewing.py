"""Preview to Send: the message as one recipient gets it, and what is to be known before it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content.logo import InlineImage
from desktop.content.prepared import PreparedMessage, Rendered
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.account import AccountStatus
from desktop.models.channel import Channel
from desktop.models.delivery import SkipReason
from desktop.models.office import User
from desktop.models.outgoing import MessageDraft, Recipient, recipient_of
from desktop.services.letters import letter_of, sender_in
from desktop.services.missing import settled
from desktop.services.ways import mail_server_in

if TYPE_CHECKING:
    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """One recipient's message with its header lines; ``skips`` says which ways it will not go."""

    recipient: Recipient
    rendered: Rendered
    images: tuple[InlineImage, ...]
    from_name: str
    from_address: str
    reply_to: str
    skips: dict[Channel, SkipReason]


def see(store: Store, actor: User, draft: MessageDraft, account_id: int) -> SeenMessage:
    """``draft`` as the account gets it. Raises Refused when the account or a keyword is not there."""
    with store.read() as unit:
        account = unit.accounts.by_id([account_id]).get(account_id)
        if account is None:
            raise Refused(tr("There is nothing to show"), tr("The account is no longer in the store."))
        letter = letter_of(unit, draft, actor)
        server = mail_server_in(unit.office.settings())
    recipient = recipient_of(account)
    prepared = PreparedMessage(letter.source_for(recipient.language))
    from_name, from_address = sender_in(server, letter.source.office_name, draft.reply_to)
    closed = account.details.status is not AccountStatus.OPEN
    rendered = prepared.render(letter.values(recipient))
    lacks = settled(draft.missing, (each.name for each in rendered.missing))[0]
    reasons = {each: _reason(recipient, each, closed=closed, lacks=bool(lacks)) for each in draft.channels}
    return SeenMessage(
        recipient,
        rendered,
        prepared.images,
        from_name,
        from_address,
        draft.reply_to,
        {channel: reason for channel, reason in reasons.items() if reason is not None},
    )


def _reason(recipient: Recipient, channel: Channel, *, closed: bool, lacks: bool) -> SkipReason | None:
    if closed:
        return SkipReason.NOT_OPEN
    return skip_reason(recipient, channel) or (SkipReason.MISSING_VALUE if lacks else None)


def skip_reason(recipient: Recipient, channel: Channel) -> SkipReason | None:
    """Why nothing goes to ``recipient`` over ``channel``, or None; by the same rules as the store's."""
    if channel is Channel.EMAIL and "@" not in recipient.email:
        return SkipReason.INVALID_EMAIL if recipient.email else SkipReason.NO_EMAIL
    if channel is Channel.BULLETIN and not recipient.tws_access:
        return SkipReason.NO_TWS_ACCESS
    return None
