"""Subject and content together: what a recipient lacks and which branches it gets, each case looked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.content.branches import Look, TextBranches
from desktop.content.keywords import COLUMNS
from desktop.models.survey import Branch, UnusedName

_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a keyword was missing; ordered as it is read, the subject first. ``language`` is that of the version."""

    in_content: bool
    line: int
    column: int
    keyword: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class MessageLook:
    """What one recipient meets. ``taken`` are places in ``MessageBranches.branches``.

    The subject is ``length`` characters long, and the values of ``plain`` besides.
    """

    spots: tuple[Spot, ...]
    taken: frozenset[int]
    length: int
    plain: tuple[str, ...]


class MessageBranches:
    """Reads a message whose texts have no problems; used by one thread."""

    def __init__(self, subject: str, content: str) -> None:
        self._subject = TextBranches(subject, in_subject=True, measured=True)
        self._content = TextBranches(content, in_subject=False)
        self.branches: tuple[Branch, ...] = (*self._subject.branches, *self._content.branches)
        self.unused: tuple[UnusedName, ...] = (*self._subject.unused, *self._content.unused)
        self.assigns = self._subject.assigns or self._content.assigns
        self.named = self._subject.named | self._content.named
        self.keywords = tuple(name for name in COLUMNS if name in self.named)
        """The keywords that differ between recipients and stand in the message."""
        self._kept: dict[tuple[Look, Look], MessageLook] = {}

    def version(self, _language: str) -> str:
        """Everybody gets the same words."""
        return ""

    def look(self, values: Mapping[str, str], _language: str = "") -> MessageLook:
        """The recipient whose keywords have ``values``; what is no column is the same at every call."""
        about, body = self._subject.look(values), self._content.look(values)
        known = self._kept.get((about, body))
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[about, body] = self._made(about, body)
        return known

    def _made(self, about: Look, body: Look) -> MessageLook:
        spots = {Spot(False, line, column, name) for name, line, column in about.missing}
        spots |= {Spot(True, line, column, name) for name, line, column in body.missing}
        behind = len(self._subject.branches)
        taken = about.taken | {number + behind for number in body.taken}
        return MessageLook(tuple(sorted(spots)), taken, about.length, about.plain)
