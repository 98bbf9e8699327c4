"""The office, the people who work in it, and how its messages are dressed."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Role(enum.StrEnum):
    """What a user may do; an admin may do all of it."""

    VIEWER = "viewer"
    SENDER = "sender"
    APPROVER = "approver"
    SUPPORT = "support"
    ADMIN = "admin"


class User(NamedTuple):
    """A person on the office's staff. ``signature`` is plain text, lines separated by ``\\n``."""

    id: int
    user_id: str
    name: str
    email: str
    role: Role
    active: bool
    signature: str

    def may(self, role: Role) -> bool:
        """Whether this user may do what ``role`` may do."""
        return self.active and (self.role in (role, Role.ADMIN) or role is Role.VIEWER)

    @property
    def may_ask(self) -> bool:
        """Whether this user may write to the broker: everybody but those who only read."""
        return self.active and self.role is not Role.VIEWER


NOBODY = User(0, "", "", "", Role.VIEWER, active=False, signature="")
"""Stands where it is not known yet who is at work; may do nothing."""


class UserDetails(NamedTuple):
    """A user before it has an id."""

    user_id: str
    name: str
    email: str
    role: Role = Role.SENDER
    active: bool = True
    signature: str = ""


class Branding(NamedTuple):
    """The banner and footer of the office's messages.

    ``logo`` is a PNG or JPEG, empty for none. Colours are ``#rrggbb``; empty means the neutral ones.
    """

    logo: bytes = b""
    banner_colour: str = ""
    text_colour: str = ""
    footer: str = ""


class Office(NamedTuple):
    """One master account. ``zone`` is an IANA time zone name; empty means this computer's."""

    name: str
    zone: str = ""
    is_sample: bool = False
