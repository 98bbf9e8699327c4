"""The kinds of failure: what a person can act on, what was called off, and everything else."""

from __future__ import annotations


class Refused(Exception):
    """The person can act on it.

    ``title`` names what did not happen, ``sentence`` says why in one or two plain sentences,
    ``remedy`` says what to do next (may be empty where the sentence already does).
    Texts arrive here already translated. ``about`` is the key of the answer that is at fault, so
    that a form can say it beside that field; empty where it is no single one.
    """

    def __init__(self, title: str, sentence: str, remedy: str = "", *, about: str = "") -> None:
        super().__init__(f"{title}: {sentence} {remedy}".strip())
        self.title = title
        self.sentence = sentence
        self.remedy = remedy
        self.about = about


class Cancelled(Exception):
    """The person called it off; nothing is shown."""


class StoreUnavailable(Refused):
    """The store cannot be reached or written just now: disk full, server away, file locked."""


class StoreAway(StoreUnavailable):
    """Nothing can be read from it either: it does not answer. It is over without anybody doing anything."""


class Conflict(Refused):
    """Somebody else changed the record since it was read; nothing was written."""
