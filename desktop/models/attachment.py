"""A file that travels with a message; its bytes are kept once, under the hash of what they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """``digest`` is the SHA-256 of the bytes in hexadecimal, ``size`` their number."""

    name: str
    mime_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment with its bytes, as it leaves."""

    name: str
    mime_type: str
    data: bytes
