"""A mail to a user of the office: a few parts, made by the standard library since there are few of them."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from desktop.content.cleaning import clean, one_line
from desktop.content.office_html import with_remark
from desktop.models.attachment import AttachedFile

_LONGEST_NAME = 200
_LONGEST_SUBJECT = 400


@dataclass(frozen=True, slots=True)
class OfficeLetter:
    """What a mail says. ``html`` is a whole document of ``office_html``, empty where the text is all there is.

    ``remark`` is a sentence that stands above all else, or empty.
    """

    subject: str
    text: str
    html: str = ""
    files: tuple[AttachedFile, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OfficeEnvelope:
    """Who writes to whom. Addresses are as ``mail_address`` gives them; ``date`` is an RFC 5322 date."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    message_id: str
    date: str


def office_mail(letter: OfficeLetter, envelope: OfficeEnvelope) -> bytes:
    """The mail's bytes, with CRLF."""
    mail = EmailMessage()
    mail["From"] = _named(envelope.from_name, envelope.from_address)
    mail["To"] = _named(envelope.to_name, envelope.to_address)
    mail["Subject"] = one_line(letter.subject)[:_LONGEST_SUBJECT]
    mail["Date"] = envelope.date
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(clean(f"{letter.remark}\n\n{letter.text}" if letter.remark else letter.text))
    if letter.html:
        mail.add_alternative(with_remark(letter.html, letter.remark), subtype="html")
    for file in letter.files:
        kind, _, subtype = file.mime_type.partition("/")
        # What the program writes is in UTF-8; without a word of it a reader takes text for ASCII.
        params = {"charset": "utf-8"} if kind == "text" else None
        mail.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name, params=params)
    is_ascii = (envelope.from_address + envelope.to_address).isascii()
    return mail.as_bytes(policy=SMTP if is_ascii else SMTPUTF8)


def _named(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(one_line(name)[:_LONGEST_NAME], local, domain)
