"""How often and how long delivery is tried again: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """``waits`` stand before the second and each later try; after the last of them nothing more is tried.

    A message pauses when ``error_share`` of its last ``error_window`` tries went wrong, of which there
    must be ``error_least_tries``.
    """

    waits: tuple[timedelta, ...]
    first_pause: timedelta
    longest_pause: timedelta
    error_window: int
    error_least_tries: int
    error_share: float
    source: str
    as_of: date

    def wait_after(self, tries: int) -> timedelta | None:
        """How long to wait after ``tries`` attempts; None when they have run out."""
        return self.waits[tries - 1] if tries <= len(self.waits) else None

    def errors_pile_up(self, tries: int, wrong: int) -> bool:
        """Whether ``wrong`` of a message's last ``tries`` are too many for it to go on by itself."""
        return tries >= self.error_least_tries and wrong >= self.error_share * tries

    def pause_after(self, failures: int) -> timedelta:
        """How long mail pauses after the server was out of reach ``failures`` times in a row."""
        return min(self.first_pause * (1 << min(failures - 1, 16)), self.longest_pause)


@lru_cache(maxsize=1)
def delivery_policy() -> DeliveryPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "delivery.toml").open("rb") as file:
        values = tomllib.load(file)
    return DeliveryPolicy(
        waits=tuple(timedelta(minutes=minutes) for minutes in values["wait_minutes"]),
        first_pause=timedelta(seconds=values["pause_seconds_first"]),
        longest_pause=timedelta(seconds=values["pause_seconds_last"]),
        error_window=values["error_window"],
        error_least_tries=values["error_least_tries"],
        error_share=values["error_share"],
        source=values["source"],
        as_of=values["as_of"],
    )
