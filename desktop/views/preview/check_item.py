"""One thing to know before a message goes out, as the list beside the preview shows it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from desktop.models.channel import Channel
from desktop.models.delivery import SkipReason
from desktop.models.missing_rule import MissingRule


class Standing(enum.StrEnum):
    """PROBLEM must be settled before the message can go; LOOK is for the person to judge."""

    PROBLEM = "problem"
    LOOK = "look"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place in the editor, in the words of ``language``; empty for the default ones."""

    in_subject: bool
    line: int
    column: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class AccountsOf:
    """Accounts to be listed: those without a value for ``keyword``, or those left out for ``reason``.

    ``channel`` is the one over which they are skipped; None for those that are not open any more.
    """

    keyword: str = ""
    reason: SkipReason | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line of the detail: plain, or a way to an account, to a place, a sent message, or all accounts."""

    words: str
    account: int | None = None
    place: TextPlace | None = None
    message: int | None = None
    accounts: AccountsOf | None = None
    spoken: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether there is somewhere to go."""
        return any(each is not None for each in (self.account, self.place, self.message, self.accounts))


@dataclass(frozen=True, slots=True)
class CheckItem:
    """``key`` stays the same while what is said changes. ``rule`` is there to be settled.

    A ``rule`` of STOP is one that nobody has settled.
    """

    key: str
    standing: Standing
    sentence: str
    lines: tuple[CheckLine, ...] = ()
    rule: MissingRule | None = None
    count: int = 0
