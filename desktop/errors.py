"""The kinds of failure: what a person can act on, what was called off, and everything else."""

from __future__ import annotations


class Refused(Exception):
    """The person can act on it.

    ``title`` names what did not happen, ``sentence`` says why in one or two plain sentences,
    ``remedy`` says what to do next (may be empty where the sentence already does).
    Texts arrive here already translated.
    """

    def __init__(self, title: str, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{title}: {sentence} {remedy}".strip())
        self.title = title
        self.sentence = sentence
        self.remedy = remedy


class Cancelled(Exception):
    """The person called it off; nothing is shown."""


class StoreUnavailable(Refused):
    """The store cannot be reached or written just now: disk full, server away, file locked."""


class Conflict(Refused):
    """Somebody else changed the record since it was read; nothing was written."""
