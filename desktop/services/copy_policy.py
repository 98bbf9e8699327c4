"""How many full copies come one by one, and when they come as a list: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class CopyPolicy:
    """``most_an_hour`` mails to a user; more is gathered for ``gather_minutes`` and listed, once an hour."""

    most_an_hour: int
    gather_minutes: int
    most_lines_in_mail: int
    most_lines_in_file: int
    source: str
    as_of: date

    @property
    def gathering(self) -> timedelta:
        return timedelta(minutes=self.gather_minutes)


@lru_cache(maxsize=1)
def copy_policy() -> CopyPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "copies.toml").open("rb") as file:
        return CopyPolicy(**tomllib.load(file))
