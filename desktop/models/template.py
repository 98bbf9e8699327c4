"""A saved, reusable message."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.models.attachment import Attachment
from desktop.models.channel import Channel, Channels
from desktop.models.language_variant import LanguageVariant

NEVER_USED = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a template that was never used stands in the order of last use."""


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """What a person writes in a template; subject and content are for whoever has no variant."""

    name: str
    subject: str
    content: str
    channels: Channels = frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL})
    branded: bool = True
    variants: tuple[LanguageVariant, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the store; ``version`` grows by one with each change.

    ``used`` counts the messages sent with it, the last of them at ``last_used_at``.
    """

    id: int
    version: int
    content: TemplateContent
    changed_by: str
    changed_at: datetime
    folder_id: int | None = None
    folder: str = ""
    used: int = 0
    last_used_at: datetime | None = None
    is_deleted: bool = False


class Shelf(enum.StrEnum):
    """Where templates are, besides the office's own folders."""

    ALL = "all"
    NO_FOLDER = "no_folder"
    DELETED = "deleted"


Place = Shelf | int
"""A shelf, or the id of a folder."""


@dataclass(frozen=True, slots=True)
class TemplateFolder:
    """A folder that the office shares; ``version`` grows by one with each new name."""

    id: int
    version: int
    name: str
    templates: int = 0
