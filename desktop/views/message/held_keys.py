"""The keys by which held messages are gone through, the same in the list and in the preview."""

from __future__ import annotations

from desktop.language import tr

SEND = "Ctrl+Shift+S"
REJECT = "Del"
NEXT, PREVIOUS = "Alt+Down", "Alt+Up"


def held_keys() -> tuple[tuple[str, str], ...]:
    """What each of them does, for the page of all shortcuts."""
    return (
        (tr("Preview"), "Return"),
        (tr("Send As Is"), SEND),
        (tr("Reject Once"), REJECT),
        (tr("Next message"), NEXT),
        (tr("Previous message"), PREVIOUS),
    )
