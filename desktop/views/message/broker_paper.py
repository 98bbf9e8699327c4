"""A message of the broker on paper: headed for the office's files."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.moments import whole_moment
from desktop.views.message.broker_words import type_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.services.broker_reading import BrokerReading, RecipientReading


def paper_html(reading: BrokerReading, seen: RecipientReading | None, zone: tzinfo) -> str:
    """As a recipient got it; without one, as a template."""
    line, rendered = reading.message.line, reading.text.template if seen is None else seen.rendered
    account = f"{seen.recipient.number}  {' '.join(seen.recipient.title.split())}" if seen else ""
    facts = [
        (tr("Account"), account or tr("Template for {n} recipients").format(n=f"{line.recipients:,}")),
        (tr("Sent by IB"), whole_moment(line.sent_at, zone)),
        (tr("Type"), type_words(line)),
        (tr("Channel"), channel_words(line.channels)),
        (tr("Number at IB"), reading.message.broker_id),
        (tr("Subject"), rendered.subject),
    ]
    rows = "".join(
        f"<tr><td>{html.escape(name)}&nbsp;&nbsp;</td><td>{html.escape(value)}</td></tr>"
        for name, value in facts
    )
    return f"<table>{rows}</table><hr>{rendered.view_html}"
