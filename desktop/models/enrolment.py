"""Whether the office takes part in message staging, and from when: elections take effect at a nightly restart."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desktop.models.wall_clock import moment_of


class EnrolmentState(enum.StrEnum):
    """The four states (FACTS, section 3)."""

    OFF = "off"
    ON_FROM = "on_from"
    ON = "on"
    OFF_FROM = "off_from"


@dataclass(frozen=True, slots=True)
class RestartSchedule:
    """The broker's servers restart every night when clocks in ``zone`` show ``at``."""

    at: time
    zone: tzinfo

    def next_after(self, moment: datetime) -> datetime:
        """The first restart after ``moment``, in UTC. On days of 23 and 25 hours the wall's clock counts."""
        day = moment.astimezone(self.zone).date() - timedelta(days=1)
        restart = self._on(day)
        while restart <= moment:
            day += timedelta(days=1)
            restart = self._on(day)
        return restart

    def _on(self, day: date) -> datetime:
        return moment_of(datetime.combine(day, self.at), self.zone)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How the office stands. ``changes_at`` is when the opposite begins; None where nothing was elected.

    Once the restart has passed, ``settled`` is kept: a clock that is set back afterwards changes nothing.
    """

    is_on: bool = False
    changes_at: datetime | None = None
    elected_by: str = ""
    elected_at: datetime | None = None
    version: int = 0

    @property
    def state(self) -> EnrolmentState:
        if self.changes_at is None:
            return EnrolmentState.ON if self.is_on else EnrolmentState.OFF
        return EnrolmentState.OFF_FROM if self.is_on else EnrolmentState.ON_FROM

    @property
    def will_be_on(self) -> bool:
        """What was elected last, whether or not it has taken effect."""
        return self.is_on != (self.changes_at is not None)

    def settled(self, now: datetime) -> Enrolment:
        """After a restart that has passed what was elected is in force."""
        if self.changes_at is None or self.changes_at > now:
            return self
        return replace(self, is_on=not self.is_on, changes_at=None)

    def elected(self, now: datetime, schedule: RestartSchedule, by: str, *, on: bool) -> Enrolment:
        """After somebody elects to take part or not; the same again changes nothing.

        Taken back before it took effect, an election leaves all as it was.
        """
        this = self.settled(now)
        if this.will_be_on == on:
            return this
        changes_at = None if this.is_on == on else schedule.next_after(now)
        return replace(this, changes_at=changes_at, elected_by=by, elected_at=now.astimezone(UTC))
