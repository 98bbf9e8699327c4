"""Messages and values that the tests of this room share."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st

from desktop.content.prepared import MessageSource, PreparedMessage
from desktop.models.office import Branding

HARMLESS = {
    "account_title": "Fowler",
    "account_number": "U1234567",
    "city": "Chicago",
    "phone": "13125550148",
    "email": "fowler@mail.example",
    "language": "en",
}

# Every place in which a value can stand.
EVERYWHERE = """\
# News for *{{ account_title }}*

Dear {{ account_title }}, **{{ city }}** and `{{ city }}`
- {{ city }}
- [{{ city }}](https://example.com/{{ city }}?a={{ phone }}#{{ city }})

> {{ account_title }}

| A | B |
|---|--:|
| {{ city }} | {{ account_title }} |

[page]({{ city }}) [host](https://{{ city }}/x) [more host](https://example.com{{ city }}/x)
[mail](mailto:{{ email }}) [call](tel:{{ phone }}) <b title="{{ city }}">bold</b> <{{ city }}> <!-- {{ city }} -->
https://example.com/{{ city }} [reference][one] ![image]({{ city }})

[one]: {{ city }}

```
{{ city }}
```
"""

_TRICKY = [
    "*", "**", "_", "`", "```", "#", "<", ">", "&", "&lt;", '"', "'", "|", "[", "](", ")", "{{", "}}", "{%", "%}",
    "\n", "\r\n", "\r", "\t", "\x00", "\x1b", "\x85", "\u2028", "\u202e", "\u202c", "\u2066", "\u2069", "\u200f",
    "\U000f0000", "\U000f0001", "\U000ffffd", "\U00100000", "\ud800", "\ufffe", "\u0002", "\u0003",
    "javascript:alert(1)", "data:text/html,", "<script>", "</p>", "<br>", "=?utf-8?q?x?=", "Bcc: a@b.example",
    "\r\nBcc: a@b.example\r\n\r\n", "wzxhzdk:0", "klzzwxh:0000", "://", "//", "@", ":", "/", "\\", "$body", "%s", "%0a",
    "日本", "Ü", "مرحبا", "שלום", " ", "a", "1.", "- ",
]  # fmt: skip

wild_texts = st.lists(st.one_of(st.sampled_from(_TRICKY), st.text(max_size=8)), max_size=8).map("".join)


def source(
    content: str, *, subject: str = "News", branded: bool = True, **others: str | Branding
) -> MessageSource:
    """A message of a small office."""
    branding = others.get("branding", Branding())
    assert isinstance(branding, Branding)
    return MessageSource(
        subject=subject,
        content=content,
        branded=branded,
        branding=branding,
        signature=str(others.get("signature", "")),
        office_name=str(others.get("office_name", "Harbor & Co")),
    )


def prepared(
    content: str, *, subject: str = "News", branded: bool = True, **others: str | Branding
) -> PreparedMessage:
    return PreparedMessage(source(content, subject=subject, branded=branded, **others))


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\xff" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
