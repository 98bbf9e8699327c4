"""When elections about staging take effect and how the office is told: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from desktop import paths
from desktop.models.enrolment import RestartSchedule


@dataclass(frozen=True, slots=True)
class StagingPolicy:
    """``reminders`` are how long before a delivery date the office is reminded.

    From ``most_single`` messages at once on, one notice tells of all, naming the first ``most_named``.
    ``arrivals`` and ``decisions`` are how long it must have been quiet before they are told, and the longest wait.
    """

    schedule: RestartSchedule
    reminders: tuple[timedelta, ...]
    most_single: int
    most_named: int
    arrivals: tuple[timedelta, timedelta]
    decisions: tuple[timedelta, timedelta]
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
        _waits(notices, "arrivals"),
        _waits(notices, "decisions"),
        values["source"],
        values["as_of"],
    )


def _waits(values: Mapping[str, Any], what: str) -> tuple[timedelta, timedelta]:
    quiet, longest = (timedelta(seconds=values[f"{what}_{which}_seconds"]) for which in ("quiet", "longest"))
    return quiet, longest
