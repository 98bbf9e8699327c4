""" "Email Details": the complete content of a broker's message, mailed to the user who asks for it."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.content.broker_text import BrokerText
from desktop.content.office_letter import OfficeLetter
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.attachment import AttachedFile
from desktop.models.broker_message import BrokerMessage, BrokerRecipient
from desktop.models.change import Change
from desktop.models.channel import channel_letters
from desktop.models.folding import words
from desktop.models.listing import Order
from desktop.models.office import User
from desktop.models.office_mail import OfficeMail, OfficeMailKind
from desktop.models.subject_words import subject_words
from desktop.services.broker_reading import BrokerReading, RecipientReading, eml_of, values_for
from desktop.services.email_address import is_email
from desktop.services.email_details_policy import email_details_policy
from desktop.services.office_day import in_office_zone
from desktop.settings import OFFICE_ZONE

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
            raise _gone()
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
        raise _gone()
    reading = BrokerReading(message, BrokerText(message.line.subject, message.body, message.format))
    recipients = list(_recipients(unit, message.line.id, mail.about[_ABOUT_ACCOUNTS]))
    subject = tr("Email Details: {subject}").format(subject=subject_words(message.line.subject))
    head = [*_summary(unit, message, len(recipients)), "", *_table(recipients)]
    texts = _texts(reading, recipients)
    if texts is not None:
        return OfficeLetter(subject, "\n".join([*head, *texts]) + "\n")
    words = tr("The complete texts are in the attached archive, a file for each recipient.")
    archive = AttachedFile("messages.zip", "application/zip", _archive(unit, reading, recipients))
    return OfficeLetter(subject, "\n".join([*head, "", words]) + "\n", files=(archive,))


def _recipients(
    unit: UnitOfWork, message_id: int, account_ids: Sequence[int] | None
) -> Iterator[BrokerRecipient]:
    """By number; accounts that are none of the recipients are left out."""
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


def _summary(unit: UnitOfWork, message: BrokerMessage, count: int) -> list[str]:
    line = message.line
    at = in_office_zone(line.sent_at, OFFICE_ZONE.of(unit.office.settings()))
    return [
        tr("Subject: {subject}").format(subject=subject_words(line.subject)),
        tr("Type: {type}").format(type=line.type_name or line.type),
        tr("Sent: {moment}").format(moment=f"{at:%Y-%m-%d %H:%M %Z}"),
        tr("Channels: {letters}").format(letters=", ".join(channel_letters(line.channels))),
        trn("{n} recipient", "{n} recipients", count),
    ]


def _table(recipients: Sequence[BrokerRecipient]) -> list[str]:
    width = max((len(each.number) for each in recipients), default=0)
    return [f"{each.number:<{width}}  {' '.join(each.title.split())}" for each in recipients]


def _texts(reading: BrokerReading, recipients: Sequence[BrokerRecipient]) -> list[str] | None:
    """The messages as they were read, one below the other; None where they are too much for a mail."""
    policy = email_details_policy()
    if len(recipients) > policy.most_in_mail:
        return None
    lines: list[str] = []
    size = 0
    for recipient in recipients:
        seen = reading.text.render(values_for(recipient))
        title = f"{recipient.number}  {' '.join(recipient.title.split())}"
        part = ["", "-" * 72, title, seen.subject, "", seen.text.rstrip()]
        size += sum(len(each.encode()) for each in part)
        if size > policy.most_bytes_in_mail:
            return None
        lines += part
    return lines


def _archive(unit: UnitOfWork, reading: BrokerReading, recipients: Sequence[BrokerRecipient]) -> bytes:
    most, made = email_details_policy().most_bytes_of_archive, io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(0, len(recipients), _AT_ONCE):
            part = recipients[at : at + _AT_ONCE]
            accounts = unit.accounts.lines([each.account_id for each in part])
            for each in part:
                known = accounts.get(each.account_id)
                seen = RecipientReading(
                    each, reading.text.render(values_for(each)), known.email if known else ""
                )
                archive.writestr(f"{_safe(each.number)}.eml", eml_of(reading, seen))
            if made.tell() > most:
                raise Refused(
                    tr("Email Details were not sent"),
                    tr("The archive is too large for a mail."),
                    tr("Choose fewer recipients."),
                )
    return made.getvalue()


def _safe(number: str) -> str:
    """An account number is letters and figures; whatever else one may hold does not get into a file's name."""
    return "".join(each if each.isascii() and each.isalnum() else "_" for each in number) or "_"


def _gone() -> Refused:
    return Refused(
        tr("This message is not to be had"), tr("It was deleted, and its time in the trash is over.")
    )
