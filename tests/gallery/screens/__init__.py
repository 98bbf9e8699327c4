"""Every screen of the program, one small function each; the modules fill the list by being loaded."""

from __future__ import annotations

from tests.gallery.screen import SCREENS
from tests.gallery.screens import (
    broker,
    compose,
    drafts,
    enrolment,
    feed,
    held_meanwhile,
    office,
    recipients,
    sent,
    setup,
    staging,
    window,
)

__all__ = [
    "SCREENS",
    "broker",
    "compose",
    "drafts",
    "enrolment",
    "feed",
    "held_meanwhile",
    "office",
    "recipients",
    "sent",
    "setup",
    "staging",
    "window",
]
