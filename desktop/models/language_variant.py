"""The words of a message in one more language, and who gets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageVariant:
    """Subject and content for the clients whose language is ``language`` (a BCP 47 tag such as ``de``)."""

    language: str
    subject: str = ""
    content: str = ""


def language_tag(text: str) -> str:
    """``text`` as languages are compared: ``pt_BR`` and ``PT-br`` are ``pt-br``."""
    return text.strip().replace("_", "-").lower()


def variant_for(variants: Sequence[LanguageVariant], language: str) -> LanguageVariant | None:
    """The variant a client of ``language`` gets: of the same tag, else of its first part, else None.

    None stands for the default words.
    """
    wanted = language_tag(language)
    known = {language_tag(variant.language): variant for variant in variants}
    return known.get(wanted) or known.get(wanted.partition("-")[0])
