"""What the outbox must do, in plain Python: the deliveries as the rules of delivery would have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.models.channel import Channel
from desktop.models.delivery import OPEN_STATES, DeliveryState, DeliveryTotals, may_become

S = DeliveryState


@dataclass
class Expected:
    """One delivery; ``left`` counts how often a mail server took it, recorded or not."""

    id: int
    message_id: int
    channel: Channel
    state: DeliveryState
    next_try_at: datetime
    holder: str = ""
    held_until: datetime | None = None
    begun: bool = False
    tries: int = 0
    left: int = 0

    def become(self, state: DeliveryState) -> None:
        assert may_become(self.state, state), f"{self.state} became {state}"
        assert not (self.left and state is S.QUEUED), "what has left waits to be sent again"
        self.state = state
        if state is not S.SENDING:
            self.holder, self.held_until, self.begun = "", None, False


class OutboxOracle:
    """All deliveries so far, and what each step makes of them."""

    def __init__(self) -> None:
        self.rows: dict[int, Expected] = {}

    def of(self, message_id: int) -> list[Expected]:
        return [row for row in self.rows.values() if row.message_id == message_id]

    def messages(self) -> list[int]:
        return sorted({row.message_id for row in self.rows.values()})

    def totals(self, message_id: int) -> DeliveryTotals:
        return DeliveryTotals(**Counter(row.state.value for row in self.of(message_id)))

    def settled(self) -> set[int]:
        """The messages of which nothing is open."""
        return {number for number in self.messages() if self.totals(number).is_settled}

    def still_held(self, holder: str, ids: Iterable[int]) -> list[Expected]:
        rows = (self.rows[number] for number in sorted(ids))
        return [row for row in rows if row.state is S.SENDING and row.holder == holder]

    def claim(
        self, holder: str, now: datetime, until: datetime, limit: int, channels: Collection[Channel]
    ) -> list[int]:
        waiting = (row for _, row in sorted(self.rows.items()) if row.state is S.QUEUED)
        due = [row for row in waiting if row.next_try_at <= now and row.channel in channels][:limit]
        for row in due:
            row.become(S.SENDING)
            row.holder, row.held_until = holder, until
            row.tries += 1
        return [row.id for row in due]

    def begin(self, holder: str, ids: Iterable[int]) -> set[int]:
        mails = [row for row in self.still_held(holder, ids) if row.channel is Channel.EMAIL]
        for row in mails:
            row.begun = True
        return {row.id for row in mails}

    def settle(self, holder: str, outcomes: dict[int, tuple[DeliveryState, datetime]]) -> set[int]:
        recorded = self.still_held(holder, outcomes)
        for row in recorded:
            state, row.next_try_at = outcomes[row.id]
            row.become(state)
        return {row.id for row in recorded}

    def put_back(self, holder: str, ids: Iterable[int]) -> int:
        rows = self.still_held(holder, ids)
        for row in rows:
            row.become(S.QUEUED)
            row.tries -= 1
        return len(rows)

    def keep(self, holder: str, until: datetime) -> set[int]:
        rows = self.still_held(holder, self.rows)
        for row in rows:
            row.held_until = until
        return {row.id for row in rows}

    def give_up_abandoned(self, now: datetime) -> int:
        lapsed = [row for row in self.rows.values() if row.held_until is not None and row.held_until < now]
        begun = sum(row.begun for row in lapsed)
        for row in lapsed:
            row.tries -= not row.begun
            row.become(S.UNCONFIRMED if row.begun else S.QUEUED)
        return begun

    def check(self) -> None:
        """What must hold whatever happens."""
        for row in self.rows.values():
            assert row.left <= 1, f"delivery {row.id} left {row.left} times"
            assert row.channel is Channel.EMAIL or row.state is not S.UNCONFIRMED
            assert (row.state in OPEN_STATES) or not row.holder
            if row.left:
                assert row.state in {S.SENDING, S.DELIVERED, S.UNCONFIRMED}
