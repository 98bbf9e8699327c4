"""The ways a message reaches a client."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Channel(enum.StrEnum):
    """A way out, by the letter the broker's lists use for it."""

    MESSAGE_CENTER = "W"
    EMAIL = "E"
    BULLETIN = "B"


Channels = frozenset[Channel]
RANKS = {channel: rank for rank, channel in enumerate(Channel)}
"""The place of each in their fixed order, from 0."""


def channel_letters(channels: Iterable[Channel]) -> str:
    """The letters in their fixed order, as stored: ``WE``."""
    chosen = set(channels)
    return "".join(channel.value for channel in Channel if channel in chosen)


def channels_of(letters: str) -> Channels:
    """The channels that ``letters`` name."""
    return frozenset(Channel(letter) for letter in letters)
