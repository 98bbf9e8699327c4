"""The plain, short form in which a message reaches the trading window."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop import paths

_BLANK_LINES = re.compile(r"\n\s*\n+")
_RULES = re.compile(r"^[-=]{3,}$\n?", re.MULTILINE)
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class BulletinPolicy:
    """How long a bulletin may be, in characters, who says so, and when that was true."""

    max_characters: int
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Bulletin:
    """``text`` as it is posted; ``length`` is that of the whole, which may be over ``limit``."""

    text: str
    length: int
    limit: int

    @property
    def is_cut(self) -> bool:
        return self.length > self.limit


@lru_cache(maxsize=1)
def bulletin_policy() -> BulletinPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "bulletin.toml").open("rb") as file:
        return BulletinPolicy(**tomllib.load(file))


def bulletin_of(subject: str, text: str, limit: int) -> Bulletin:
    """Subject and text without blank lines and rules, cut at a word where they exceed ``limit``."""
    body = _BLANK_LINES.sub("\n", _RULES.sub("", text)).strip()
    whole = "\n".join(part for part in (subject, body) if part)
    if len(whole) <= limit:
        return Bulletin(whole, len(whole), limit)
    kept = whole[: limit - len(_ELLIPSIS)]
    at_word = re.sub(r"\s+\S*$", "", kept) if not whole[len(kept)].isspace() else kept
    # A text without spaces, such as Japanese, is cut where the limit is.
    shortened = at_word if len(at_word) > limit // 2 else kept
    return Bulletin(shortened.rstrip() + _ELLIPSIS, len(whole), limit)
