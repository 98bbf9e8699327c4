"""Clients' accounts as the office's records hold them."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from datetime import date

ACCOUNT_NUMBER = "D?[UFI][0-9]{6,9}"
"""The form of an account number, as a pattern."""
_NUMBER = re.compile(ACCOUNT_NUMBER)


class AccountStatus(enum.StrEnum):
    """Only open accounts can be written to."""

    OPEN = "open"
    CLOSED = "closed"
    PENDING = "pending"


def is_account_number(text: str) -> bool:
    """Whether ``text`` has the form of an account number (U client, F or I master, D paper)."""
    return _NUMBER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """All that is known of an account, before and after it has an id.

    ``account_type`` is one of the broker's words (INDIVIDUAL, JOINT ...); unknown ones are kept.
    ``language`` is an ISO 639-1 code, ``country`` ISO 3166-1 alpha-2.
    """

    number: str
    title: str
    account_type: str
    status: AccountStatus
    client_id: str
    tax_id: str = field(default="", repr=False)
    email: str = ""
    phone: str = ""
    language: str = ""
    username: str = ""
    device_type: str = ""
    device_serial: str = ""
    tws_access: bool = False
    address_line1: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the store."""

    id: int
    details: AccountDetails


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What a list of accounts shows of one."""

    id: int
    number: str
    title: str
    email: str
    username: str
    tws_access: bool
