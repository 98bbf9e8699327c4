"""What message staging must do, said once more from FACTS (section 3), as plainly as can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

UNDO = timedelta(seconds=10)
_MINUTE = timedelta(minutes=1)
_NEW_YORK = ZoneInfo("America/New_York")

PENDING, LEAVING, REJECTED, GONE = "pending", "leaving", "rejected", "delivered"
SENDS = ("send_as_is", "always_send")
ALWAYS = ("always_send", "always_reject")


@dataclass
class ExpectedHeld:
    """``gone_at`` is by the clock at the time, ``sent_at`` when it was decided to be sent."""

    id: int
    type: str
    deliver_at: datetime
    state: str = PENDING
    decision: str = ""
    leaves_at: datetime | None = None
    by_election: bool = False
    version: int = 1
    gone_at: datetime | None = None


@dataclass
class ExpectedElection:
    decision: str
    made_with: int | None
    applied: int = 0


@dataclass
class StagingOracle:
    """An office, its elections by type, and what is held."""

    on: bool = False
    flips_at: datetime | None = None
    elections: dict[str, ExpectedElection] = field(default_factory=dict)
    held: dict[int, ExpectedHeld] = field(default_factory=dict)
    straight: set[int] = field(default_factory=set)

    def look(self, now: datetime) -> None:
        """Whoever writes first after a restart writes down what took effect."""
        if self.flips_at is not None and self.flips_at <= now:
            self.on, self.flips_at = not self.on, None

    def elect(self, now: datetime, *, on: bool) -> None:
        self.look(now)
        if (self.on != (self.flips_at is not None)) == on:
            return
        self.flips_at = None if self.on == on else next_restart(now)

    def arrive(self, number: int, type_: str, deliver_at: datetime, now: datetime) -> None:
        self.look(now)
        if not self.on:
            self.straight.add(number)
            return
        message = ExpectedHeld(number, type_, deliver_at, leaves_at=deliver_at)
        self.held[number] = message
        election = self.elections.get(type_)
        if election is None:
            return
        election.applied += 1
        message.decision, message.by_election = election.decision, True
        if election.decision in SENDS:
            message.state, message.leaves_at = LEAVING, min(now, deliver_at)
        else:
            message.state, message.leaves_at = REJECTED, None

    def decide(self, message: ExpectedHeld, decision: str, now: datetime, *, is_stale: bool) -> bool:
        if is_stale or message.state != PENDING or now >= message.deliver_at:
            return False
        message.version += 1
        message.decision, message.by_election = decision, False
        if decision in SENDS:
            message.state, message.leaves_at = LEAVING, min(now + UNDO, message.deliver_at)
        else:
            message.state, message.leaves_at = REJECTED, None
        stands = self.elections.get(message.type)
        if decision in ALWAYS and (stands is None or stands.decision != decision):
            self.elections[message.type] = ExpectedElection(decision, message.id)
        return True

    def reverse(self, message: ExpectedHeld, now: datetime) -> bool:
        if message.state not in (LEAVING, REJECTED) or now >= message.deliver_at:
            return False
        if message.state == LEAVING and message.leaves_at is not None and message.leaves_at <= now:
            return False
        stands = self.elections.get(message.type)
        if not message.by_election and stands and stands.made_with == message.id and not stands.applied:
            del self.elections[message.type]
        message.version += 1
        message.state, message.decision, message.by_election = PENDING, "", False
        message.leaves_at = message.deliver_at
        return True

    def tick(self, now: datetime) -> None:
        """A worker looks: everything goes out whose time has come."""
        self.look(now)
        for message in self.held.values():
            if self._is_due(message, now):
                message.state, message.leaves_at, message.gone_at = GONE, None, now
                message.version += 1

    def _is_due(self, message: ExpectedHeld, now: datetime) -> bool:
        if message.leaves_at is None:
            return False
        # A moment of undoing further ahead than it can be was set by a clock that was set back since.
        is_stray = message.state == LEAVING and message.leaves_at > now + UNDO + _MINUTE
        return message.leaves_at <= now or is_stray

    def check(self, now: datetime, *, worker_has_looked: bool) -> None:
        """The promises themselves."""
        for message in self.held.values():
            if message.gone_at is not None:
                assert message.state == GONE, "delivered and then something else"
                assert message.decision in ("", *SENDS), "delivered against a decision"
                assert message.decision in SENDS or message.gone_at >= message.deliver_at, "too early"
            elif worker_has_looked and message.state != REJECTED:
                assert now < message.deliver_at + _MINUTE, "too late"


def next_restart(now: datetime) -> datetime:
    """Nightly at 23:45 in New York."""
    day = now.astimezone(_NEW_YORK).date()
    for ahead in range(3):
        wall = datetime.combine(day + timedelta(days=ahead), datetime.min.time(), _NEW_YORK)
        restart = wall.replace(hour=23, minute=45).astimezone(UTC)
        if restart > now:
            return restart
    raise AssertionError
