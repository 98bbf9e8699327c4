"""What the copies say that a user elected: a message whole, or a list of many."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from desktop.content import office_html
from desktop.content.broker_text import BrokerText
from desktop.content.cleaning import in_a_row
from desktop.content.office_letter import OfficeLetter
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.attachment import AttachedFile
from desktop.models.broker_message import BrokerLine, BrokerMessage, BrokerRecipient
from desktop.models.channel import channel_letters
from desktop.models.office_mail import OfficeMail
from desktop.models.subject_words import subject_words
from desktop.services.broker_reading import values_for
from desktop.services.complete_letter import CompleteLetter, sent_words, template_letter, type_words, zone_of
from desktop.services.copy_policy import copy_policy
from desktop.services.copy_queue import ABOUT_COUNT, ABOUT_MESSAGE
from desktop.services.csv_writing import csv_bytes
from desktop.services.email_details import gone, recipients_of
from desktop.services.email_details_policy import email_details_policy

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


def copy_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """A new message of the broker with its complete content. Raises Refused where the message is gone.

    What is too much for a mail is said in it, in place of the content.
    """
    message = unit.broker.get(int(mail.about[ABOUT_MESSAGE]))
    if message is None:
        raise gone()
    most, count = email_details_policy().most_recipients, message.line.recipients
    if count > most:
        why = trn("{n} recipient is too many for a mail.", "{n} recipients are too many for a mail.", count)
        return template_letter(unit, message, _subject(message, ()), f"{why} {_instead()}", _foot())
    recipients = list(recipients_of(unit, message.line.id))
    subject = _subject(message, recipients)
    try:
        return CompleteLetter(message, recipients, subject, _foot()).made(unit)
    except Refused as refusal:
        return template_letter(unit, message, subject, f"{refusal.sentence} {_instead()}", _foot())


def list_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """A list of the messages that came in when they were too many to be copied one by one."""
    policy, count = copy_policy(), int(mail.about[ABOUT_COUNT])
    lines = list(islice(unit.copies.in_mail(mail.uid), policy.most_lines_in_file))
    zone = zone_of(unit)
    rows = [_row(line, zone) for line in lines]
    subject = trn("{n} new message of IB", "{n} new messages of IB", count)
    said = [
        tr(
            "They came in faster than {n} an hour, and so they come as a list and not one by one. Each of them, with"
            " its complete content, is in Sent By IB; “Email Details” there sends it to you."
        ).format(n=policy.most_an_hour)
    ]
    if len(rows) < count:
        said.append(trn("The list has the first {n}.", "The list has the first {n}.", len(rows)))
    shown = rows[: policy.most_lines_in_mail]
    if len(rows) > len(shown):
        rest = len(rows) - len(shown)
        said.append(trn("{n} more is in the attached list.", "{n} more are in the attached list.", rest))
    file = AttachedFile("messages.csv", "text/csv", csv_bytes(_titles(), rows))
    text = "\n".join([*said, "", *("  ".join(row) for row in shown), "", _foot()]) + "\n"
    blocks = [
        office_html.heading(subject),
        *map(office_html.paragraph, said),
        office_html.table(_titles(), shown, numbers=(3,)),
        office_html.paragraph(_foot(), is_quiet=True),
    ]
    return OfficeLetter(subject, text, office_html.document(subject, blocks), files=(file,))


def _subject(message: BrokerMessage, recipients: list[BrokerRecipient] | tuple[()]) -> str:
    """That of the message, as its only recipient got it where there is no other."""
    line = message.line
    if len(recipients) != 1:
        return tr("Copy: {subject}").format(subject=subject_words(in_a_row(line.subject)))
    seen = BrokerText(line.subject, "", message.format).render(values_for(recipients[0]))
    return tr("Copy: {subject}").format(subject=seen.subject)


def _titles() -> tuple[str, ...]:
    return (tr("Sent"), tr("Type"), tr("Subject"), tr("Recipients"), tr("Channels"))


def _row(line: BrokerLine, zone: str) -> tuple[str, ...]:
    return (
        sent_words(line, zone),
        type_words(line),
        subject_words(in_a_row(line.subject)),
        f"{line.recipients:,}",
        " ".join(channel_letters(line.channels)),
    )


def _instead() -> str:
    return tr(
        "Here is the message as a template. “Email Details” in Sent By IB sends the recipients you choose."
    )


def _foot() -> str:
    return tr("You elected full copies of new messages of IB. Settings, Copies by e-mail, changes that.")
