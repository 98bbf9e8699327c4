"""Which messages of the broker are held when they arrive: those that can be, while the office takes part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from desktop.models.staging import Decision, Standing, arrived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.feed import FeedMessage
    from desktop.models.held_message import Election
    from desktop.store.unit_of_work import UnitOfWork


class Holding:
    """How staging stands for a batch of arrivals, within their transaction.

    An election in force decides at once (FACTS, section 3).
    """

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._is_on = unit.enrolment.settle().is_on
        self._elections: dict[str, Election] = unit.elections.standing() if self._is_on else {}

    def holds(self, message: FeedMessage) -> bool:
        """Whether the message is held."""
        return self._is_on and message.deliver_at is not None

    def hold(self, messages: Sequence[FeedMessage], ids: Sequence[int]) -> None:
        """Hold those of the stored messages that are."""
        arrivals: list[tuple[int, Standing, int | None]] = []
        applied: Counter[int] = Counter()
        for message, number in zip(messages, ids, strict=True):
            if not self.holds(message) or message.deliver_at is None:
                continue
            election = self._elections.get(message.type)
            decision = Decision.NONE if election is None else election.decision
            standing = arrived(message.deliver_at, self._unit.now, decision)
            arrivals.append((number, standing, None if election is None else election.id))
            if election is not None:
                applied[election.id] += 1
        if arrivals:
            self._unit.held.hold(arrivals)
            self._unit.elections.note_applied(applied)
