"""Named groups of accounts that the office keeps for choosing recipients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.models.channel import Channels, channel_letters, channels_of


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Which open accounts belong to a group, asked anew each time it is used.

    An empty condition lets everybody through. ``account_types`` are the broker's words, ``languages``
    ISO 639-1 codes, of which "" means that none is known. ``channels`` must all reach the account.
    """

    account_types: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    channels: Channels = frozenset()
    opened_since: date | None = None

    def to_plain(self) -> dict[str, Any]:
        """As kept in JSON."""
        return {
            "account_types": sorted(self.account_types),
            "languages": sorted(self.languages),
            "channels": channel_letters(self.channels),
            "opened_since": self.opened_since.isoformat() if self.opened_since else "",
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> GroupRule:
        """What ``to_plain`` gave. Raises ValueError, KeyError or TypeError for anything else."""
        since = plain["opened_since"]
        return cls(
            frozenset(map(str, plain["account_types"])),
            frozenset(map(str, plain["languages"])),
            channels_of(plain["channels"]),
            date.fromisoformat(since) if since else None,
        )


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """A group of the store: a fixed list of ``count`` accounts, or a rule.

    ``version`` grows by one with each change.
    """

    id: int
    version: int
    name: str
    rule: GroupRule | None
    count: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AppliedGroup:
    """A group as it went into a choice of recipients.

    ``count`` open accounts were in it at that moment, and ``mark`` stands for which those were.
    """

    group_id: int
    name: str
    excluded: bool
    count: int
    mark: str
