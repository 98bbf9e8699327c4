"""What the outbox must do, in plain Python: the deliveries as the rules of delivery would have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.models.channel import Channel, Channels
from desktop.models.delivery import OPEN_STATES, DeliveryState, DeliveryTotals, may_become
from desktop.models.phase import MessagePhase

S, P = DeliveryState, MessagePhase


@dataclass
class Expected:
    """One delivery; ``left`` counts how often a mail server took it since a person last wished it."""

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


@dataclass
class ExpectedMessage:
    """A message; ``marks`` has a letter for each of its last tries by mail, w for what went wrong."""

    channels: Channels
    phase: MessagePhase
    release_at: datetime | None
    marks: str = ""


class OutboxOracle:
    """All deliveries so far, and what each step makes of them.

    ``window``, ``least`` and ``share`` are the policy by which a message pauses by itself.
    """

    def __init__(self, window: int, least: int, share: float) -> None:
        self.rows: dict[int, Expected] = {}
        self.sent: dict[int, ExpectedMessage] = {}
        self.policy = (window, least, share)

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

    def queued(self, message_id: int, *channels: Channel) -> list[Expected]:
        rows = (row for row in self.of(message_id) if row.state is S.QUEUED)
        return [row for row in rows if not channels or row.channel in channels]

    def claim(
        self, holder: str, now: datetime, until: datetime, limit: int, channels: Collection[Channel]
    ) -> list[int]:
        self.release(now)
        due: list[Expected] = []
        lines = self.lines(channels)
        for place, (message_id, channel) in enumerate(lines):
            share = -((len(due) - limit) // (len(lines) - place))
            found = [row for row in self.queued(message_id, channel) if row.next_try_at <= now]
            due += sorted(found, key=lambda row: (row.next_try_at, row.id))[:share]
        for row in due:
            row.become(S.SENDING)
            row.holder, row.held_until = holder, until
            row.tries += 1
        return sorted(row.id for row in due)

    def release(self, now: datetime) -> None:
        for message in self.sent.values():
            if message.phase is P.WAITING and message.release_at is not None and message.release_at <= now:
                message.phase = P.RUNNING

    def lines(self, channels: Collection[Channel]) -> list[tuple[int, Channel]]:
        """The running messages with something queued, the shortest first; each with its channels."""
        running = [number for number, message in self.sent.items() if message.phase is P.RUNNING]
        order = sorted((len(self.queued(number)), number) for number in running)
        return [
            (number, channel)
            for count, number in order
            for channel in Channel
            if count and channel in channels and channel in self.sent[number].channels
        ]

    def take_back(self, message_id: int) -> bool:
        message = self.sent[message_id]
        if message.phase is not P.WAITING:
            return False
        message.phase = P.TAKEN_BACK
        self.cancel_ended()
        return True

    def pause(self, message_id: int) -> bool:
        if self.sent[message_id].phase is not P.RUNNING or self.totals(message_id).is_settled:
            return False
        self.sent[message_id].phase = P.PAUSED
        self.recall(message_id)
        return True

    def go_on(self, message_id: int) -> bool:
        message = self.sent[message_id]
        if message.phase is not P.PAUSED:
            return False
        message.phase, message.marks = P.RUNNING, ""
        return True

    def stop(self, message_id: int) -> bool:
        message = self.sent[message_id]
        if message.phase not in (P.RUNNING, P.PAUSED) or self.totals(message_id).is_settled:
            return False
        message.phase, message.marks = P.STOPPED, ""
        self.recall(message_id)
        self.cancel_ended()
        return True

    def resend(self, message_id: int, state: DeliveryState, now: datetime) -> list[int]:
        """Which deliveries a person's wish queues again."""
        message = self.sent[message_id]
        ended = message.phase is P.STOPPED and not self.totals(message_id).is_settled
        rows = [row for row in self.of(message_id) if row.state is state]
        if message.phase in (P.WAITING, P.TAKEN_BACK) or ended or not rows:
            return []
        if message.phase is not P.PAUSED:
            message.phase, message.marks = P.RUNNING, ""
        for row in rows:
            row.left, row.tries, row.next_try_at = 0, 0, now
            row.become(S.QUEUED)
        return [row.id for row in rows]

    def recall(self, message_id: int) -> None:
        for row in self.of(message_id):
            if row.state is S.SENDING and not row.begun:
                row.become(S.QUEUED)
                row.tries -= 1

    def cancel_ended(self) -> None:
        """Nothing is queued of a message that was stopped or taken back."""
        for number, message in self.sent.items():
            if message.phase in (P.STOPPED, P.TAKEN_BACK):
                for row in self.queued(number):
                    row.become(S.CANCELLED)

    def note_tries(self, ids: Iterable[int]) -> None:
        """Let messages pause of which too many of the last tries went wrong."""
        window, least, share = self.policy
        wrong_now = set()
        for row in (self.rows[number] for number in ids):
            arrived = row.state is S.DELIVERED
            if row.channel is Channel.EMAIL or not arrived:
                self.sent[row.message_id].marks += "r" if arrived else "w"
                wrong_now |= set() if arrived else {row.message_id}
        for message in self.sent.values():
            message.marks = message.marks[-window:]
        for number in sorted(wrong_now):
            marks = self.sent[number].marks
            if len(marks) >= least and marks.count("w") >= share * len(marks):
                self.pause(number)

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
        self.cancel_ended()
        return {row.id for row in recorded}

    def put_back(self, holder: str, ids: Iterable[int]) -> int:
        rows = self.still_held(holder, ids)
        for row in rows:
            row.become(S.QUEUED)
            row.tries -= 1
        self.cancel_ended()
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
        self.cancel_ended()
        return begun

    def check(self) -> None:
        """What must hold whatever happens."""
        for row in self.rows.values():
            assert row.left <= 1, f"delivery {row.id} left {row.left} times"
            assert row.channel is Channel.EMAIL or row.state is not S.UNCONFIRMED
            assert (row.state in OPEN_STATES) or not row.holder
            if row.left:
                assert row.state in {S.SENDING, S.DELIVERED, S.UNCONFIRMED}
            phase = self.sent[row.message_id].phase
            assert phase not in (P.STOPPED, P.TAKEN_BACK) or row.state is not S.QUEUED
            if phase in (P.WAITING, P.TAKEN_BACK):
                assert row.state in {S.QUEUED, S.SKIPPED, S.CANCELLED}
                assert not row.left
