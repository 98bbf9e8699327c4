"""What a draft carries, and how many of its recipients get which language: to be looked at before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content.pictures import pictures_named
from desktop.models.attachment import Attachment
from desktop.models.channel import Channel
from desktop.models.language_variant import variant_for
from desktop.models.outgoing import MessageDraft
from desktop.services.enclosing import words_of

if TYPE_CHECKING:
    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """How many accounts get the words of ``language``, empty for the default.

    ``same_subject`` and ``same_content``: what stands there is still what the default says.
    """

    language: str
    accounts: int
    same_subject: bool = False
    same_content: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """``languages`` begin with the default; none without variants.

    ``is_left_behind``: a bulletin is to be posted, and it cannot carry what the message carries.
    """

    languages: tuple[LanguageShare, ...]
    attachments: tuple[Attachment, ...]
    is_left_behind: bool


def enclosed_in(store: Store, draft: MessageDraft) -> Enclosed:
    """What ``draft`` carries to whom."""
    counts: dict[str, int] = {}
    if draft.variants:
        counts = {"": 0, **{variant.language: 0 for variant in draft.variants}}
        with store.read() as unit:
            found = unit.accounts.languages(draft.accounts)
        for language, count in found.items():
            chosen = variant_for(draft.variants, language)
            counts[chosen.language if chosen else ""] += count
    carries = bool(draft.attachments or pictures_named(words_of(draft)))
    shares = tuple(_share(draft, *each) for each in counts.items())
    return Enclosed(shares, draft.attachments, carries and Channel.BULLETIN in draft.channels)


def _share(draft: MessageDraft, language: str, accounts: int) -> LanguageShare:
    for variant in draft.variants:
        if variant.language == language:
            return LanguageShare(
                language,
                accounts,
                _is_same(variant.subject, draft.subject),
                _is_same(variant.content, draft.content),
            )
    return LanguageShare(language, accounts)


def _is_same(words: str, default: str) -> bool:
    return bool(words.strip()) and words.split() == default.split()
