"""What a look over all recipients of a message has found, before it is sent."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.models.account import AccountLine


class Met(enum.StrEnum):
    """When a branch is taken: where its condition holds, where it does not, where none of several does."""

    HOLDS = "holds"
    FAILS = "fails"
    NONE_HOLDS = "none_holds"


@dataclass(frozen=True, slots=True)
class Branch:
    """One way a condition can turn out, and where it stands; ``conditions`` are in readable words.

    ``has_text`` is false for what the author left unsaid, such as an ``if`` without an ``else``. ``language``
    is that of the version in which it stands, empty for the default words, here and below.
    """

    line: int
    column: int
    in_subject: bool
    met: Met
    conditions: tuple[str, ...]
    has_text: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class UnusedName:
    """A name that the text assigns and never uses."""

    name: str
    line: int
    column: int
    in_subject: bool
    language: str = ""


class Edge(enum.StrEnum):
    """What makes a recipient worth looking at before the others."""

    LANGUAGE = "language"
    LONGEST_TITLE = "longest_title"
    MISSING = "missing"
    RIGHT_TO_LEFT = "right_to_left"
    OTHER_LETTERS = "other_letters"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class EdgeReason:
    """``keyword`` names the value, where it is one; ``branch`` the branch that is taken.

    ``language`` is the tag of the version that is met first, empty for the default words.
    """

    edge: Edge
    keyword: str = ""
    branch: Branch | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A recipient at the edge of what the message was written for, and why."""

    account: AccountLine
    reasons: tuple[EdgeReason, ...]


@dataclass(frozen=True, slots=True)
class MissingSpot:
    """A place where a keyword has no value for ``count`` recipients."""

    keyword: str
    line: int
    column: int
    in_subject: bool
    count: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """``longest`` counts characters; ``empty`` counts recipients who would get no subject at all.

    ``longest_in`` and ``empty_in`` are the languages of the versions whose subjects these are.
    """

    longest: int = 0
    longest_for: AccountLine | None = None
    empty: int = 0
    empty_for: AccountLine | None = None
    longest_in: str = ""
    empty_in: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """All of it, over ``looked`` open accounts.

    ``lacking`` holds for each keyword, in order of number, the ids of the accounts without a value
    where one is needed. ``skipped`` are those left out because a rule says so, and ``unsettled`` the
    keywords that stop the message.
    """

    looked: int = 0
    boundaries: tuple[Boundary, ...] = ()
    spots: tuple[MissingSpot, ...] = ()
    lacking: Mapping[str, Sequence[int]] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    unsettled: tuple[str, ...] = ()
    unmet: tuple[Branch, ...] = ()
    unused: tuple[UnusedName, ...] = ()
    subject: SubjectFacts = SubjectFacts()
