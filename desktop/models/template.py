"""A saved, reusable message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.models.channel import Channel, Channels


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """What a person writes in a template."""

    name: str
    subject: str
    content: str
    channels: Channels = frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL})
    branded: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the store; ``version`` grows by one with each change."""

    id: int
    version: int
    content: TemplateContent
    changed_by: str
    changed_at: datetime
