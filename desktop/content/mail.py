"""One recipient's mail as the exact bytes that leave: RFC 5322, 2045 to 2047, and 6532 where needed.

The images stand at the end and the boundaries come from the message, not from the recipient: so
everything behind the letter itself is the same for all recipients and is made (and kept) once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from desktop.content.headers import address_header, text_header
from desktop.content.logo import InlineImage
from desktop.content.prepared import Rendered

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]")
_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and when. ``date`` knows its zone; ``message_id`` is of ``message_id_for``.

    ``reply_to`` may be empty.
    """

    from_name: str
    from_address: str
    to_address: str
    reply_to: str
    message_id: str
    date: datetime


def message_id_for(delivery_uid: str, domain: str) -> str:
    """The Message-ID of a delivery, the same whenever it is tried again.

    ``delivery_uid`` is ``<message>.<delivery>``: what stands before the first dot is common to all
    deliveries of one message.
    """
    return f"<{_NOT_IN_ID.sub('-', delivery_uid)}@{_ascii_domain(domain)}>"


def message_part(message_id: str) -> str:
    """What the Message-IDs of all deliveries of one message have in common."""
    return message_id.lstrip("<").partition("@")[0].partition(".")[0]


def build_mail(rendered: Rendered, images: Sequence[InlineImage], envelope: Envelope) -> bytes:
    """One mail. For many mails of one message, keep a ``MailBuilder``."""
    return MailBuilder(message_part(envelope.message_id), images).build(rendered, envelope)


class MailBuilder:
    """Builds the mails of one message: the same input gives the same bytes. Any thread may use it."""

    def __init__(self, message: str, images: Sequence[InlineImage]) -> None:
        digest = hashlib.sha256(message.encode()).hexdigest()[:24]
        # "=_" occurs neither in base64 nor in quoted-printable, so no boundary occurs in a part.
        self._inner = f"=_letter_{digest}"
        self._outer = f"=_whole_{digest}"
        self._opening = self._make_opening(with_images=bool(images))
        self.tail = self._make_tail(images)

    def build(self, rendered: Rendered, envelope: Envelope) -> bytes:
        """The mail's bytes, with CRLF, ending in ``tail``.

        Raises ``Refused`` when an address is none.
        """
        between = f"--{self._inner}\r\n".encode()
        return b"".join(
            (
                _headers(rendered.subject, envelope),
                self._opening,
                between,
                _text_part("plain", rendered.text),
                _END,
                between,
                _text_part("html", rendered.mail_html),
                self.tail,
            )
        )

    def _make_opening(self, *, with_images: bool) -> bytes:
        inner = f'Content-Type: multipart/alternative;\r\n boundary="{self._inner}"\r\n\r\n'
        if not with_images:
            return f"MIME-Version: 1.0\r\n{inner}".encode()
        outer = f'Content-Type: multipart/related; type="multipart/alternative";\r\n boundary="{self._outer}"\r\n\r\n'
        return f"MIME-Version: 1.0\r\n{outer}--{self._outer}\r\n{inner}".encode()

    def _make_tail(self, images: Sequence[InlineImage]) -> bytes:
        end_of_letter = f"\r\n--{self._inner}--\r\n".encode()
        if not images:
            return end_of_letter
        begin = f"\r\n--{self._outer}\r\n".encode()
        parts = b"".join(begin + _image_part(image) for image in images)
        return end_of_letter + parts + f"\r\n--{self._outer}--\r\n".encode()


def _headers(subject: str, envelope: Envelope) -> bytes:
    if envelope.date.tzinfo is None:
        raise ValueError("the date of a mail knows its zone")
    if _MESSAGE_ID.fullmatch(envelope.message_id) is None:
        raise ValueError("the Message-ID is not one of message_id_for")
    lines = [
        f"Date: {format_datetime(envelope.date)}\r\n",
        address_header("From", envelope.from_name, envelope.from_address),
        address_header("To", "", envelope.to_address),
        f"Message-ID: {envelope.message_id}\r\n",
        text_header("Subject", subject),
    ]
    if envelope.reply_to:
        lines.insert(3, address_header("Reply-To", "", envelope.reply_to))
    return "".join(lines).encode()


def _text_part(kind: str, text: str) -> bytes:
    """A part in quoted-printable where it is mostly ASCII, so that it can be read, else in base64."""
    whole = text if text.endswith("\n") else f"{text}\n"
    data = whole.replace("\n", "\r\n").encode()
    is_mostly_ascii = (len(data) - len(whole)) * 6 < len(data)
    encoding = "quoted-printable" if is_mostly_ascii else "base64"
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    body = binascii.b2a_qp(data, istext=True) if is_mostly_ascii else _base64(data)
    return head.encode() + body


def _image_part(image: InlineImage) -> bytes:
    ending = image.mime_type.rpartition("/")[2]
    head = (
        f"Content-Type: {image.mime_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-ID: <{image.cid}>\r\nContent-Disposition: inline; filename="logo.{ending}"\r\n\r\n'
    )
    return head.encode() + _base64(image.data)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _ascii_domain(domain: str) -> str:
    try:
        return _NOT_IN_ID.sub("-", domain.encode("idna").decode()) or "localhost"
    except UnicodeError:
        return "localhost"
