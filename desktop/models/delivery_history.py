"""What happened to a delivery and to a message, one thing after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.models.delivery import DeliveryState
from desktop.models.phase import MessageAct


@dataclass(frozen=True, slots=True)
class DeliveryTry:
    """One try of a delivery, or a person's wish to try again.

    ``number`` counts tries from 1, and is 0 for a wish. ``state`` is what came of it: QUEUED means
    that it was to be tried again. ``words`` are the server's own, ``by`` is the person who wished it.
    """

    number: int
    at: datetime
    state: DeliveryState
    words: str
    address: str
    by: str = ""

    @property
    def is_wish(self) -> bool:
        return self.number == 0


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """What was done to a message, by whom (empty for the program itself), with words where there are any."""

    at: datetime
    by: str
    act: MessageAct
    words: str
