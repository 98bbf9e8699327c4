"""When a message leaves, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.views.kit.moments import whole_minute

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from desktop.models.outgoing import MessageDraft


def schedule_words(draft: MessageDraft, zone: tzinfo, opens_at: datetime | None = None) -> str:
    """What is worth saying of it; empty for one that leaves at once, whatever the hour.

    ``opens_at`` is when the office opens, where it is closed at the moment that was chosen.
    """
    if opens_at is not None:
        moment = whole_minute(opens_at, zone)
        if draft.send_at is None:
            return tr("The office is closed now. Leaves {moment}, when it opens.").format(moment=moment)
        return tr("The office is closed then. Leaves {moment}, when it opens.").format(moment=moment)
    if draft.send_at is None:
        return tr("Leaves within office hours only.") if draft.only_office_hours else ""
    moment = whole_minute(draft.send_at, zone)
    if draft.only_office_hours:
        return tr("Leaves {moment}, within office hours only.").format(moment=moment)
    return tr("Leaves {moment}.").format(moment=moment)
