"""One delivery as it leaves, whoever wrote its message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from desktop.content.mail import Cast
from desktop.content.prepared import Rendered


class Made(NamedTuple):
    """One delivery as it leaves. ``tail`` is what the contents of all deliveries of its kind end in.

    ``to`` is the recipient's address as mail servers take it, and ``cast`` the mail before it is put
    together; both are empty for what is no mail, and ``content`` for what is: only mails that are
    leaving need be whole in memory.
    """

    subject: str
    content: bytes
    tail: bytes
    text: str = ""
    envelope_from: str = ""
    to: str = ""
    cast: Cast | None = None


def view_made(rendered: Rendered, tail: bytes) -> Made:
    """What is posted in the client's Message Center, as JSON that ends in ``tail``."""
    own: Mapping[str, Any] = {"subject": rendered.subject, "html": rendered.view_html}
    head = json.dumps(own, ensure_ascii=False)[:-1].encode()
    return Made(rendered.subject, head + tail, tail)
