"""A user's wish to get every new message of the broker by e-mail, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CopyWish:
    """What a user wants: copies of messages of these ``types``; None stands for all of them."""

    is_on: bool = False
    types: tuple[str, ...] | None = None

    def wants(self, kind: str) -> bool:
        """Whether a message of this type is to be copied."""
        return self.is_on and (self.types is None or kind in self.types)


@dataclass(frozen=True, slots=True)
class CopyElection:
    """A wish as it was elected: whose, since when, and by whom. It concerns what comes in later."""

    user_id: int
    user_name: str
    at: datetime
    by: str
    wish: CopyWish


@dataclass(frozen=True, slots=True)
class WaitingCopy:
    """A message that came in at ``at`` and is to be mailed to a user."""

    message_id: int
    at: datetime
