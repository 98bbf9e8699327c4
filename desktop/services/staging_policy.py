"""When elections about staging take effect and how the office is told: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from desktop import paths
from desktop.models.enrolment import RestartSchedule


@dataclass(frozen=True, slots=True)
class StagingPolicy:
    """``reminders`` are how long before a delivery date the office is reminded.

    From ``most_single`` messages at once on, one notice tells of all, naming the first ``most_named``.
    """

    schedule: RestartSchedule
    reminders: tuple[timedelta, ...]
    most_single: int
    most_named: int
    source: str
    as_of: date


@lru_cache(maxsize=1)
def staging_policy() -> StagingPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "staging.toml").open("rb") as file:
        values = tomllib.load(file)
    restart, notices = values["restart"], values["notices"]
    return StagingPolicy(
        RestartSchedule(time.fromisoformat(restart["time"]), ZoneInfo(restart["zone"])),
        tuple(timedelta(hours=hours) for hours in sorted(notices["reminder_hours"], reverse=True)),
        notices["most_single"],
        notices["most_named"],
        values["source"],
        values["as_of"],
    )
