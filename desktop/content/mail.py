"""One recipient's mail as the exact bytes that leave: RFC 5322, 2045 to 2047, and 6532 where needed.

The images stand at the end and the boundaries come from the message, not from the recipient: so
everything behind the letter itself is the same for all recipients and is made (and kept) once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

from desktop.content.headers import address_header, mail_address, text_header
from desktop.content.logo import InlineImage
from desktop.content.mould import Mould, Section, Slots, base64_lines
from desktop.content.prepared import Forms, Rendered
from desktop.content.quoted import quoted_pieces, quoted_value
from desktop.content.splice import Gap, Splice, writer_of
from desktop.content.wrapping import wrapped
from desktop.models.attachment import AttachedFile

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]")
_END = b"\r\n"
_HEADER_SLOTS = 3
_MOULDS_KEPT = 256
_VALUES_KEPT = 256
_Sender = tuple[str, str, str, datetime]
_SlotWriter = tuple[Callable[[str], bytes], int, bool]
"""How the value of a number is written into a slot, and whether there it stays what it is when it is plain."""
_KEEPS_PLAIN = frozenset({Gap.HTML_TEXT, Gap.ATTRIBUTE, Gap.PLAIN})
# What neither HTML nor quoted-printable writes in another way, as nearly all values are.
_PLAIN = re.compile(r"(?:[ !#-%(-\-/-;?-~][ !#-%(-;?-~]{0,69})?")


class Envelope(NamedTuple):
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


def build_mail(
    rendered: Rendered,
    images: Sequence[InlineImage],
    envelope: Envelope,
    files: Sequence[AttachedFile] = (),
) -> bytes:
    """One mail. For many mails of one message, keep a ``MailBuilder``."""
    return MailBuilder(message_part(envelope.message_id), images, files).build(rendered, envelope)


class Cast(NamedTuple):
    """One mail: a mould and what is in its slots."""

    mould: Mould
    slots: Slots

    def raw(self) -> bytes:
        """The mail's bytes, with CRLF."""
        return self.mould.cast(self.slots)

    @property
    def may_have_dots(self) -> bool:
        """Whether a line of it may begin with a dot, which is written twice to a mail server."""
        return self.mould.may_have_dots(self.slots)


class MailBuilder:
    """Builds the mails of one message: the same input gives the same bytes. Any thread may use it."""

    def __init__(
        self, message: str, images: Sequence[InlineImage], files: Sequence[AttachedFile] = ()
    ) -> None:
        digest = hashlib.sha256(message.encode()).hexdigest()[:24]
        # "=_" occurs neither in base64 nor in quoted-printable, so no boundary occurs in a part.
        self._inner = f"=_letter_{digest}"
        self._outer = f"=_whole_{digest}"
        opening = self._make_opening(with_images=bool(images))
        self._opening, self.tail = wrapped(opening, self._make_tail(images), files, digest)
        self._kept: dict[tuple[Forms, _Sender], _Shape] = {}

    def build(self, rendered: Rendered, envelope: Envelope) -> bytes:
        """The mail's bytes, with CRLF, ending in ``tail``. Raises as ``cast`` does."""
        return self.cast(rendered, envelope).raw()

    def cast(self, rendered: Rendered, envelope: Envelope) -> Cast:
        """The mail, not yet put together.

        Raises ``Refused`` when an address is none.
        """
        if _MESSAGE_ID.fullmatch(envelope.message_id) is None:
            raise ValueError("the Message-ID is not one of message_id_for")
        sender = (envelope.from_name, envelope.from_address, envelope.reply_to, envelope.date)
        shape = self._kept.get((rendered.forms, sender)) or self._shape(rendered.forms, sender)
        values = rendered.values
        plain = [value.encode() if _PLAIN.fullmatch(value) else None for value in values]
        slots = (
            mail_address(envelope.to_address).encode(),
            envelope.message_id.encode(),
            text_header("Subject", rendered.subject).encode(),
            *[
                (plain[number] if keeps_plain else None) or write(values[number])
                for write, number, keeps_plain in shape.writers
            ],
        )
        return Cast(shape.mould, slots)

    def _shape(self, forms: Forms, sender: _Sender) -> _Shape:
        between = f"--{self._inner}\r\n".encode()
        head = _head(*sender)
        text, text_writers = _part("plain", forms.text, _HEADER_SLOTS)
        html, html_writers = _part("html", forms.mail, _HEADER_SLOTS + len(text_writers))
        sections = [head, _fixed(self._opening + between), *text, _fixed(_END + between), *html]
        made = _Shape(Mould(sections, self.tail), (*text_writers, *html_writers))
        if len(self._kept) >= _MOULDS_KEPT:
            self._kept = {}
        self._kept[forms, sender] = made
        return made

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


@dataclass(frozen=True, slots=True)
class _Shape:
    """The mould of one skeleton from one sender, and how values are written into its slots."""

    mould: Mould
    writers: tuple[_SlotWriter, ...]


def _head(from_name: str, from_address: str, reply_to: str, date: datetime) -> Section:
    """All headers of the mail itself, with slots for the recipient, the Message-ID and the subject."""
    if date.tzinfo is None:
        raise ValueError("the date of a mail knows its zone")
    sender = address_header("From", from_name, from_address)
    answers = address_header("Reply-To", "", reply_to) if reply_to else ""
    return Section(
        (
            f"Date: {format_datetime(date)}\r\n{sender}To: ".encode(),
            f"\r\n{answers}Message-ID: ".encode(),
            _END,
            b"",
        ),
        tuple(range(_HEADER_SLOTS)),
    )


def _fixed(text: bytes) -> Section:
    return Section((text,))


def _part(kind: str, form: Splice, first_slot: int) -> tuple[list[Section], tuple[_SlotWriter, ...]]:
    """A part in quoted-printable where it is mostly ASCII, so that it can be read, else in base64."""
    fixed = (*form.fixed[:-1], form.fixed[-1] if form.fixed[-1].endswith("\n") else f"{form.fixed[-1]}\n")
    words = "".join(fixed)
    is_mostly_ascii = (len(words.encode()) - len(words)) * 6 < len(words.encode())
    encoding = "quoted-printable" if is_mostly_ascii else "base64"
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    pieces = quoted_pieces(fixed) if is_mostly_ascii else tuple(_canonical(piece) for piece in fixed)
    slots = tuple(range(first_slot, first_slot + len(form.gaps)))
    write = _quoted_writer if is_mostly_ascii else _canonical_writer
    body = Section(pieces, slots, is_base64=not is_mostly_ascii)
    writers = tuple((write(gap), number, gap in _KEEPS_PLAIN) for gap, number in form.gaps)
    return [_fixed(head.encode()), body], writers


@lru_cache(maxsize=32)
def _quoted_writer(gap: Gap) -> Callable[[str], bytes]:
    write = writer_of(gap)
    return lru_cache(maxsize=_VALUES_KEPT)(lambda value: quoted_value(write(value)))


@lru_cache(maxsize=32)
def _canonical_writer(gap: Gap) -> Callable[[str], bytes]:
    write = writer_of(gap)
    return lru_cache(maxsize=_VALUES_KEPT)(lambda value: _canonical(write(value)))


def _canonical(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _image_part(image: InlineImage) -> bytes:
    ending = image.mime_type.rpartition("/")[2]
    head = (
        f"Content-Type: {image.mime_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-ID: <{image.cid}>\r\nContent-Disposition: inline; filename="{image.name}.{ending}"\r\n\r\n'
    )
    return head.encode() + base64_lines(image.data)


@lru_cache(maxsize=64)
def _ascii_domain(domain: str) -> str:
    try:
        return _NOT_IN_ID.sub("-", domain.encode("idna").decode()) or "localhost"
    except UnicodeError:
        return "localhost"
