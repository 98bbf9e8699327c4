"""The looks of a message that says other words to some languages: each recipient meets those of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.content.keywords import COLUMNS
from desktop.content.message_branches import MessageBranches, MessageLook
from desktop.models.language_variant import LanguageVariant, variant_for
from desktop.models.survey import Branch, UnusedName

_MOST_KEPT = 20_000


class MessageVersions:
    """Answers as ``MessageBranches`` does, for all versions together; used by one thread.

    ``keywords`` always holds the language, by which the version is chosen.
    """

    def __init__(self, subject: str, content: str, variants: Sequence[LanguageVariant]) -> None:
        self._variants = tuple(variants)
        self._default = MessageBranches(subject, content)
        self._others = tuple(MessageBranches(each.subject, each.content) for each in variants)
        versions = (self._default, *self._others)
        tags = ("", *(variant.language for variant in variants))
        named = list(zip(tags, versions, strict=True))
        self.branches: tuple[Branch, ...] = tuple(
            replace(each, language=tag) for tag, one in named for each in one.branches
        )
        self.unused: tuple[UnusedName, ...] = tuple(
            replace(each, language=tag) for tag, one in named for each in one.unused
        )
        self.assigns = any(one.assigns for one in versions)
        self.named = frozenset().union(*(one.named for one in versions))
        self.keywords = tuple(name for name in COLUMNS if name in self.named or name == "language")
        self._behind = [sum(len(one.branches) for one in versions[:place]) for place in range(len(versions))]
        self._chosen: dict[str, int] = {}
        self._kept: dict[tuple[int, MessageLook], MessageLook] = {}

    def version(self, language: str) -> str:
        """The tag of the version that a client of ``language`` gets; empty for the default words."""
        place = self._place(language)
        return self._variants[place - 1].language if place else ""

    def look(self, values: Mapping[str, str], language: str) -> MessageLook:
        """The recipient whose keywords have ``values``, in the version of its ``language``.

        That is its own, whatever stands in for a missing one in the text.
        """
        place = self._place(language)
        if place == 0:
            return self._default.look(values)
        found = self._others[place - 1].look(values)
        known = self._kept.get((place, found))
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            taken = frozenset(number + self._behind[place] for number in found.taken)
            tag = self._variants[place - 1].language
            spots = tuple(replace(spot, language=tag) for spot in found.spots)
            known = self._kept[place, found] = replace(found, taken=taken, spots=spots)
        return known

    def _place(self, language: str) -> int:
        known = self._chosen.get(language)
        if known is None:
            chosen = variant_for(self._variants, language)
            known = self._chosen[language] = 0 if chosen is None else self._variants.index(chosen) + 1
        return known


def message_looks(
    subject: str, content: str, variants: Sequence[LanguageVariant]
) -> MessageBranches | MessageVersions:
    """How the recipients of such a message meet it."""
    return MessageVersions(subject, content, variants) if variants else MessageBranches(subject, content)
