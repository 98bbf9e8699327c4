"""The list of what the office has sent, which is the first that a start shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.channel import channel_letters
from desktop.models.folding import fold, words
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.models.sent_line import SentLine
    from desktop.store.store import Store


def sent_list(store: Store) -> StoreList[SentLine, str]:
    """Sent By Me, ordered by sent_at, subject, recipients or channels; filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.messages.listed(words(text)),
        lambda line: line.id,
        {
            "sent_at": lambda line: line.sent_at,
            "subject": lambda line: fold(line.subject),
            "recipients": lambda line: line.recipients,
            "channels": lambda line: channel_letters(line.channels),
        },
        first="sent",
    )
