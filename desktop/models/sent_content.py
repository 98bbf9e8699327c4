"""What left for one recipient, taken apart for viewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.models.attachment import AttachedFile
from desktop.models.channel import Channel


@dataclass(frozen=True, slots=True)
class SentImage:
    """An image that the HTML names by ``cid:``."""

    cid: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SentContent:
    """``raw`` is what left, byte for byte; the rest is read from it. ``html`` is empty for a bulletin."""

    channel: Channel
    raw: bytes
    subject: str
    headers: tuple[tuple[str, str], ...] = ()
    html: str = ""
    text: str = ""
    images: tuple[SentImage, ...] = ()
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientMessage:
    """A message in a client's message center."""

    delivery_id: int
    subject: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class ClientBulletin:
    """A bulletin posted to a client's trading window."""

    text: str
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class ClientView:
    """What a client finds, newest first."""

    messages: tuple[ClientMessage, ...]
    bulletins: tuple[ClientBulletin, ...]
