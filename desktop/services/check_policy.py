"""What is looked at before a message goes out: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class CheckPolicy:
    """Subjects are measured in characters; ``alike`` is a share between 0 and 1."""

    subject_long: int
    subject_longest: int
    alike: float
    alike_for: timedelta
    alike_compared: int
    source: str
    as_of: date


@lru_cache(maxsize=1)
def check_policy() -> CheckPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "check.toml").open("rb") as file:
        values = tomllib.load(file)
    return CheckPolicy(
        subject_long=values["subject_long"],
        subject_longest=values["subject_longest"],
        alike=values["alike"],
        alike_for=timedelta(days=values["alike_days"]),
        alike_compared=values["alike_compared"],
        source=values["source"],
        as_of=values["as_of"],
    )
