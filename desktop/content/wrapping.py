"""A mail with attachments: the letter as the first part of a larger whole, the files behind it.

Both are the same for all recipients, so they are encoded once a message.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from urllib.parse import quote

from desktop.models.attachment import AttachedFile

_VERSION = b"MIME-Version: 1.0\r\n"


def wrapped(opening: bytes, tail: bytes, files: Sequence[AttachedFile], digest: str) -> tuple[bytes, bytes]:
    """What stands before and behind the letter, with ``files`` attached; unchanged without any.

    ``opening`` begins with the MIME version, ``tail`` ends the letter.
    """
    if not files:
        return opening, tail
    # "=_" occurs neither in base64 nor in quoted-printable, so no boundary occurs in a part.
    boundary = f"=_files_{digest}"
    head = f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n\r\n--{boundary}\r\n'.encode()
    between = f"\r\n--{boundary}\r\n".encode()
    parts = b"".join(between + _part(each) for each in files)
    end = f"\r\n--{boundary}--\r\n".encode()
    return _VERSION + head + opening.removeprefix(_VERSION), tail + parts + end


def _part(file: AttachedFile) -> bytes:
    head = (
        f"Content-Type: {file.mime_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_file_name(file.name)}\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(file.data).replace(b"\n", b"\r\n")


def _file_name(name: str) -> str:
    """By RFC 2231 where the name is not plain ASCII."""
    if name.isascii() and name.isprintable() and not set(name) & {'"', "\\"}:
        return f'filename="{name}"'
    return f"filename*=utf-8''{quote(name, safe='')}"
