"""Reading one message of the broker: as a template, as each recipient got it, and what is new in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content.broker_text import BrokerText
from desktop.content.cleaning import in_a_row, in_order
from desktop.content.mail import Envelope, build_mail, message_id_for
from desktop.content.outside_body import body_text
from desktop.content.prepared import Rendered
from desktop.content.viewing import LONGEST
from desktop.content.word_changes import Piece, changes
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.broker_message import BrokerLine, BrokerMessage, BrokerRecipient
from desktop.models.outgoing import MessageDraft
from desktop.models.subject_words import subject_words
from desktop.services.composing import new_draft

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store

# The feed does not say from which address a mail came: names that can belong to nobody (RFC 2606).
_FROM = "broker@no-address.example"
_NO_ADDRESS = "client@no-address.example"


@dataclass(frozen=True, slots=True)
class BrokerReading:
    """A message and its text. Any thread may fill the text."""

    message: BrokerMessage
    text: BrokerText


@dataclass(frozen=True, slots=True)
class RecipientReading:
    """The complete message as one recipient got it. ``email`` is the account's address now; may be empty."""

    recipient: BrokerRecipient
    rendered: Rendered
    email: str


@dataclass(frozen=True, slots=True)
class BrokerChanges:
    """What differs from the message of the same type that was sent before."""

    before: BrokerLine
    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]


def read_message(store: Store, message_id: int) -> BrokerReading:
    """A message with its text made ready. Raises Refused where it was purged."""
    with store.read() as unit:
        found = unit.broker.get(message_id)
    if found is None:
        raise _gone()
    return reading_of(found)


def reading_of(message: BrokerMessage) -> BrokerReading:
    """A message that is at hand, with its text made ready."""
    was_cut = len(message.original) > LONGEST
    return BrokerReading(
        message, BrokerText(message.line.subject, message.body, message.format, was_cut=was_cut)
    )


def read_as_recipient(store: Store, reading: BrokerReading, account_id: int) -> RecipientReading:
    """The message as this account got it. Raises Refused where it is none of the recipients."""
    with store.read() as unit:
        recipient = unit.broker.recipient(reading.message.line.id, account_id)
        account = unit.accounts.lines([account_id]).get(account_id)
    if recipient is None or account is None:
        raise Refused(tr("This message is not to be had"), tr("The account is not among its recipients."))
    return RecipientReading(recipient, reading.text.render(values_for(recipient)), account.email)


def values_for(recipient: BrokerRecipient) -> Mapping[str, str]:
    """The values of the broker; number and title are the office's own where the broker says nothing."""
    own = {"account_number": recipient.number, "account_title": recipient.title}
    return own | {name: value for name, value in recipient.values.items() if value.strip()}


def eml_of(reading: BrokerReading, seen: RecipientReading) -> bytes:
    """The message as a mail to this recipient, for a file. Raises Refused when the address is none."""
    message, number = reading.message, seen.recipient.number
    envelope = Envelope(
        from_name="IB",
        from_address=_FROM,
        to_address=seen.email or _NO_ADDRESS,
        reply_to="",
        message_id=message_id_for(f"{message.broker_id}.{number}", "no-address.example"),
        date=message.line.sent_at,
    )
    return build_mail(seen.rendered, (), envelope)


def what_changed(store: Store, message_id: int) -> BrokerChanges | None:
    """The difference to the message of the same type before it; None where it is the first of its type."""
    with store.read() as unit:
        now = unit.broker.get(message_id)
        earlier = unit.broker.before(message_id)
        before = unit.broker.get(earlier) if earlier is not None else None
    if now is None:
        raise _gone()
    if before is None:
        return None
    return BrokerChanges(
        before.line,
        changes(_subject(before), _subject(now)),
        changes(_body(before), _body(now)),
    )


def draft_to_recipients(store: Store, actor: User, message_id: int) -> tuple[MessageDraft, int]:
    """A new message to the accounts that one of the broker concerns, and how many of them are not open any more."""
    with store.read() as unit:
        found = unit.broker.get(message_id)
        accounts = tuple(unit.broker.open_accounts(message_id))
    if found is None:
        raise _gone()
    draft = new_draft(actor)
    return MessageDraft(
        accounts=accounts, reply_to=draft.reply_to, signature_user=draft.signature_user
    ), found.line.recipients - len(accounts)


def _subject(message: BrokerMessage) -> str:
    return subject_words(in_a_row(message.line.subject))


def _body(message: BrokerMessage) -> str:
    return subject_words(in_order(body_text(message.body, message.format)))


def _gone() -> Refused:
    return Refused(
        tr("There is no such message"), tr("It was deleted for good."), tr("The list shows what there is.")
    )
