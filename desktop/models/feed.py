"""Records of the broker's feed as they are taken, and what became of a file of them.

The form is FACTS: JSON Lines, one record a line, version 1.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.models.body_format import BodyFormat
from desktop.models.imports import RowFault
from desktop.models.notice import Priority
from desktop.models.packed_values import unpacked


class FeedMessage(NamedTuple):
    """A message to clients. ``names`` are its keywords; each of ``values`` goes with the account at its place.

    Values are packed (see ``packed_values``). ``channels`` are the letters in the order W, E, B.
    """

    id: str
    type: str
    type_name: str
    priority: Priority
    sent_at: datetime
    subject: str
    body: str
    format: BodyFormat
    channels: str
    accounts: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[str, ...]
    deliver_at: datetime | None

    def says_the_same(self, other: FeedMessage) -> bool:
        """Whether both say the same to the same accounts, in whatever order recipients and values stand."""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        recipients = {
            account: unpacked(self.names, text)
            for account, text in zip(self.accounts, self.values, strict=True)
        }
        return (self._replace(accounts=(), names=(), values=()), recipients)


@dataclass(frozen=True, slots=True)
class FeedReply:
    """An answer to the inquiry with the reference number ``inquiry``."""

    id: str
    inquiry: str
    sent_at: datetime
    closes: bool
    body: str


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """Something for My Message Center."""

    id: str
    sent_at: datetime
    subject: str
    body: str
    format: BodyFormat
    priority: Priority


FeedRecord = FeedMessage | FeedReply | FeedNotice


class FeedOutcome(enum.StrEnum):
    """What became of a record."""

    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FeedRefusal:
    """A line of a feed that could not be taken, kept to be corrected or tried again.

    ``text`` is the line as it came; ``is_whole`` is False where it was too long to be kept whole.
    """

    id: int
    at: datetime
    file: str
    line: int
    reason: str
    text: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a file of the feed held. ``faults`` are refused lines, ``remarks`` say what was odd about taken ones.

    ``known`` counts records that were there already with the same content, ``newly_refused`` the lines
    that had not been refused before.
    """

    lines: int
    taken: int
    known: int
    refused: int
    newly_refused: int
    messages: int
    faults: Sequence[RowFault]
    remarks: Sequence[RowFault]


NOTHING_TAKEN = FeedReport(0, 0, 0, 0, 0, 0, (), ())
"""Of a file in which no line was read."""


@dataclass(frozen=True, slots=True)
class FeedRetry:
    """What came of trying refused lines again: how many are taken now, and how many still are not."""

    taken: int
    refused: int
