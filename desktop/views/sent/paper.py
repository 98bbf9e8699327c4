"""A delivery on paper: the message under a heading that says to whom, how and when it went."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.channel import Channel
from desktop.views.kit.delivery_words import channel_word, state_word
from desktop.views.kit.moments import whole_moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.models.delivery import DeliveryLine
    from desktop.models.sent_content import SentContent

_FROM_THE_MAIL = ("From", "Reply-To", "Message-ID")


def way_words(line: DeliveryLine) -> str:
    """The channel, and for an e-mail its address."""
    channel = channel_word(line.channel)
    return f"{channel} · {line.address}" if line.channel is Channel.EMAIL and line.address else channel


def paper_html(line: DeliveryLine, content: SentContent, zone: tzinfo) -> str:
    """The message as its recipient sees it, headed for the office's files."""
    facts = [
        (tr("Account"), f"{line.number}  {' '.join(line.title.split())}"),
        (tr("Channel"), way_words(line)),
        (tr("Status"), f"{state_word(line.state)}, {whole_moment(line.changed_at, zone)}"),
        (tr("Subject"), content.subject),
        *((name, value) for name, value in content.headers if name in _FROM_THE_MAIL),
    ]
    rows = "".join(
        f"<tr><td>{_plain(name)}&nbsp;&nbsp;</td><td>{_plain(value)}</td></tr>" for name, value in facts
    )
    body = content.html or f'<p style="white-space: pre-wrap">{_plain(content.text)}</p>'
    return f"<table>{rows}</table><hr>{body}"


def _plain(text: str) -> str:
    return html.escape(text)
