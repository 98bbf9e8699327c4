"""A template as it was saved at one time; what was saved is never written over."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from desktop.models.template import TemplateContent


class VersionKind(enum.StrEnum):
    """What made a version."""

    CREATED = "created"
    CHANGED = "changed"
    RESTORED = "restored"
    DELETED = "deleted"
    BROUGHT_BACK = "brought_back"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A row of a template's history. ``restored_from`` is the version that a RESTORED one repeats."""

    version: int
    kind: VersionKind
    changed_by: str
    changed_at: datetime
    restored_from: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version with all that it says."""

    line: VersionLine
    content: TemplateContent
