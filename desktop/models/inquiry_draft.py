"""An inquiry, or what is added to one, before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InquiryAttachment:
    """A file that is to go with it. ``digest`` is the SHA-256 of ``data`` in hexadecimal."""

    name: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class InquiryDraft:
    """``message_id`` is the broker message it is about, if any.

    ``uid`` is the form's own name for it, by which it is one inquiry however often it is submitted; empty for none.
    """

    subject: str = ""
    text: str = ""
    attachments: tuple[InquiryAttachment, ...] = ()
    message_id: int | None = None
    uid: str = ""
