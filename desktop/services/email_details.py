""" "Email Details": the complete content of a broker's message, mailed to the user who asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.content.cleaning import in_a_row
from desktop.content.office_letter import OfficeLetter
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.broker_message import BrokerRecipient
from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.listing import Order
from desktop.models.office import User
from desktop.models.office_mail import OfficeMail, OfficeMailKind
from desktop.models.subject_words import subject_words
from desktop.services.complete_letter import CompleteLetter
from desktop.services.email_address import is_email
from desktop.services.email_details_policy import email_details_policy

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_ABOUT_MESSAGE, _ABOUT_ACCOUNTS = "message", "accounts"
_AT_ONCE = 500


def ask_for_details(
    store: Store, actor: User, message_id: int, account_ids: Collection[int] | None = None
) -> Change:
    """Mail the message to ``actor``, as all its recipients got it or those with ``account_ids``.

    Raises Refused where the message is gone, ``actor`` has no address, or there are too many for a mail.
    """
    title, most = tr("Nothing was sent"), email_details_policy().most_recipients
    if not is_email(actor.email):
        raise Refused(
            title, tr("You have no e-mail address here."), tr("An administrator can add it in the settings.")
        )
    with store.write(actor.name) as unit:
        message = unit.broker.get(message_id)
        if message is None:
            raise gone()
        count = message.line.recipients if account_ids is None else len(account_ids)
        if count > most:
            raise Refused(
                title,
                trn(
                    "{n} recipient is too many for a mail.", "{n} recipients are too many for a mail.", count
                ),
                tr("Choose up to {n} of them.").format(n=f"{most:,}"),
            )
        chosen = None if account_ids is None else sorted(account_ids)
        about = {_ABOUT_MESSAGE: message_id, _ABOUT_ACCOUNTS: chosen}
        unit.office_mail.add(f"details-{uuid.uuid4().hex}", OfficeMailKind.DETAILS, actor, about)
        return unit.commit()


def all_but(store: Store, message_id: int, text: str, except_ids: Collection[int]) -> list[int]:
    """The accounts that a message concerns and that pass the filter ``text``, without ``except_ids``."""
    found: list[int] = []
    with store.read() as unit:
        listed = unit.broker.recipients(message_id, words(text))
        after = None
        while page := listed.page(Order("number"), after, _AT_ONCE):
            found += [each.account_id for each in page]
            after = (page[-1].number, page[-1].account_id)
    return [each for each in found if each not in except_ids]


def details_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """What the mail says. Raises Refused where the message is gone or the archive becomes too large."""
    message = unit.broker.get(int(mail.about[_ABOUT_MESSAGE]))
    if message is None:
        raise gone()
    recipients = list(recipients_of(unit, message.line.id, mail.about[_ABOUT_ACCOUNTS]))
    subject = tr("Email Details: {subject}").format(subject=subject_words(in_a_row(message.line.subject)))
    return CompleteLetter(message, recipients, subject).made(unit)


def recipients_of(
    unit: UnitOfWork, message_id: int, account_ids: Sequence[int] | None = None
) -> Iterator[BrokerRecipient]:
    """All of a message or those with ``account_ids``, by number; accounts that are none of the recipients are left out."""
    listed, order = unit.broker.recipients(message_id), Order("number")
    if account_ids is not None:
        found: list[BrokerRecipient] = []
        for at in range(0, len(account_ids), _AT_ONCE):
            found += listed.rows(account_ids[at : at + _AT_ONCE]).values()
        yield from sorted(found, key=lambda recipient: recipient.number)
        return
    page = listed.page(order, None, _AT_ONCE)
    while page:
        yield from page
        page = listed.page(order, (page[-1].number, page[-1].account_id), _AT_ONCE)


def gone() -> Refused:
    """Why there is no mail: the message is not in the store any more."""
    return Refused(
        tr("This message is not to be had"), tr("It was deleted, and its time in the trash is over.")
    )
