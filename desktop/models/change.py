"""What a write touched, so that whoever shows it can look again."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Subject(enum.StrEnum):
    """The things whose changes are announced."""

    ACCOUNTS = "accounts"
    GROUPS = "groups"
    USERS = "users"
    SETTINGS = "settings"
    TEMPLATES = "templates"
    DRAFTS = "drafts"
    TRIALS = "trials"
    MESSAGES = "messages"
    DELIVERIES = "deliveries"
    NOTICES = "notices"
    BROKER_MESSAGES = "broker_messages"
    STAGING = "staging"
    ENROLMENT = "enrolment"
    ELECTIONS = "elections"
    OFFICE_MAIL = "office_mail"
    COPIES = "copies"
    INQUIRIES = "inquiries"
    REFUSALS = "refusals"
    WORKERS = "workers"


class ChangeKind(enum.StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Touch(NamedTuple):
    """One subject touched in one way. No ids means: too many to name, look at all of them."""

    subject: Subject
    kind: ChangeKind
    ids: frozenset[int] = frozenset()


class Change(NamedTuple):
    """What one write touched; ``origin`` names the program (not the person) that began it."""

    touches: tuple[Touch, ...] = ()
    origin: str = ""

    def of(self, subject: Subject) -> tuple[Touch, ...]:
        """The touches of one subject."""
        return tuple(touch for touch in self.touches if touch.subject is subject)


def anything() -> Change:
    """What is told when changes may have been missed: look at everything."""
    return Change(tuple(Touch(subject, ChangeKind.CHANGED) for subject in Subject))
