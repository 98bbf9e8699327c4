"""How much of a broker's message is mailed to whoever asks for it: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class EmailDetailsPolicy:
    """Recipients and bytes up to which texts stand in the mail, and up to which they are sent at all.

    ``most_listed`` recipients are listed in the mail itself.
    """

    most_in_mail: int
    most_bytes_in_mail: int
    most_listed: int
    most_recipients: int
    most_bytes_of_archive: int
    source: str
    as_of: date


@lru_cache(maxsize=1)
def email_details_policy() -> EmailDetailsPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "email_details.toml").open("rb") as file:
        return EmailDetailsPolicy(**tomllib.load(file))
