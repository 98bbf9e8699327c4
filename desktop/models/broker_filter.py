"""What Sent By IB is narrowed to."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from desktop.models.channel import Channel
from desktop.models.folding import fold

_TERM = re.compile(r'"([^"]*)"?|(\S+)')


class BrokerFilter(NamedTuple):
    """``text`` as it was typed; the rest narrows further, each where it is given.

    ``since`` and ``until`` bound the moment of sending, the second one exclusive. ``account_id`` is an
    account that the message concerns. ``in_trash`` shows what was deleted instead of the rest.
    """

    text: str = ""
    type: str = ""
    channel: Channel | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_unread: bool = False
    account_id: int = 0
    in_trash: bool = False

    def __bool__(self) -> bool:
        return self != BrokerFilter()

    @property
    def terms(self) -> tuple[str, ...]:
        """The folded words and, from within quotation marks, phrases; each must be found somewhere."""
        found = (fold(phrase or word) for phrase, word in _TERM.findall(self.text))
        return tuple(dict.fromkeys(term for term in found if term))
