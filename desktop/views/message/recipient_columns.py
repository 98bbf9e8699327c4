"""The columns of a broker message's recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.views.lists.column import Column

if TYPE_CHECKING:
    from desktop.models.broker_message import BrokerRecipient


def recipient_columns() -> list[Column[BrokerRecipient]]:
    """Whom a message concerns."""
    return [
        Column("number", tr("Account"), lambda row: row.number, width=13, has_figures=True),
        Column("title", tr("Title"), lambda row: row.title, lambda title: " ".join(title.split()), width=30),
    ]
