"""A message that is being written, as an editor hands it over to be kept and as the store gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.models.channel import Channels
from desktop.models.draft_form import ReadDraft
from desktop.models.outgoing import MessageDraft


@dataclass(frozen=True, slots=True)
class DraftSnapshot:
    """What one editor has at one moment.

    ``uid`` names the draft, and the sending it becomes. ``writer`` names the editor and ``edits``
    counts its snapshots, so that the newer of two is known without a clock. ``version`` is the
    one in the store that it goes on from, 0 for none. ``new_recipients`` tells whether the
    accounts differ from those the store has of this draft.
    """

    uid: str
    owner: int
    writer: str
    version: int
    edits: int
    taken_at: datetime
    draft: MessageDraft
    new_recipients: bool = True


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft of the store."""

    id: int
    uid: str
    version: int
    writer: str
    edits: int
    changed_at: datetime
    read: ReadDraft


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A row of Drafts."""

    id: int
    subject: str
    recipients: int
    channels: Channels
    changed_at: datetime
    is_damaged: bool
