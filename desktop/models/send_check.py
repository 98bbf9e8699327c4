"""What a person should know before a message is sent: who gets it, who does not, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.account import Account, AccountLine
from desktop.models.channel import Channel
from desktop.models.delivery import SkipReason


@dataclass(frozen=True, slots=True)
class WayCheck:
    """How many a channel will reach. ``first_skipped`` names some of those it will not, in order of number."""

    channel: Channel
    reached: int
    skipped: dict[SkipReason, int]
    first_skipped: tuple[tuple[AccountLine, SkipReason], ...]


@dataclass(frozen=True, slots=True)
class SendCheck:
    """``recipients`` are open accounts; those of ``not_open`` were chosen but will get nothing."""

    recipients: int
    ways: tuple[WayCheck, ...]
    not_open: tuple[Account, ...]
