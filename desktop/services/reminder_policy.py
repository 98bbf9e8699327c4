"""How often unread notices are spoken of: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop import paths
from desktop.models.notice import Priority


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """``every`` is how long after the last time notices of a priority are spoken of again."""

    every: Mapping[Priority, timedelta]
    source: str
    as_of: date


@lru_cache(maxsize=1)
def reminder_policy() -> ReminderPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "reminders.toml").open("rb") as file:
        values = tomllib.load(file)
    every = {priority: timedelta(hours=values["hours"][priority.value]) for priority in Priority}
    return ReminderPolicy(every, values["source"], values["as_of"])
