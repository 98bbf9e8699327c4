"""What is said of elections: how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr

if TYPE_CHECKING:
    from desktop.models.held_message import Election


def standing_word(election: Election, *, takes_part: bool) -> str:
    """Whether it decides on what arrives."""
    if election.ended_at is not None:
        return tr("Ended")
    return tr("In force") if takes_part else tr("Dormant")
