"""The counters of a message's row: how many of its deliveries stand in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.delivery import DeliveryState
from desktop.models.phase import MessagePhase
from desktop.store.delivery_states import is_queued
from desktop.store.rows import Rows, Transaction
from desktop.store.tables import delivery

Moves = Counter[tuple[int, DeliveryState, DeliveryState]]
"""How many deliveries of a message passed from one state to another."""
_TRIES_KEPT = 200
_ENDED = (MessagePhase.STOPPED, MessagePhase.TAKEN_BACK)


class MessageCounters(Rows):
    """Written under the lock of the message's row, last of all that one transaction does to its deliveries.

    So whoever stops or pauses a message, which takes the same lock, is seen here at the latest.
    """

    def __init__(self, unit: Transaction) -> None:
        super().__init__(unit)
        self._newly_settled: dict[int, None] = {}

    @property
    def newly_settled(self) -> tuple[int, ...]:
        """The messages of which this transaction has settled the last open delivery.

        A message's counters are written under its row's lock, so one transaction alone sees this.
        """
        return tuple(self._newly_settled)

    def move(self, moves: Moves, marks: Mapping[int, str] | None = None) -> dict[int, MessagePhase]:
        """Note that deliveries have passed from one state to another; returns the phases of their messages.

        ``marks``, one for each try, are put behind those of their messages, of which the last are kept.
        What is queued in a message that was stopped meanwhile is cancelled.
        """
        phases = {}
        for message_id, shifts in sorted(_shifts(moves).items()):
            tries = marks.get(message_id, "") if marks else ""
            phases[message_id] = phase = self._shift(message_id, shifts, tries)
            if phase in _ENDED:
                self.cancel_queued(message_id)
        return phases

    def cancel_queued(self, message_id: int) -> int:
        """Cancel what is queued of a message whose row this transaction has locked; returns how many."""
        queued = select(delivery.c.id).where(delivery.c.message_id == message_id, is_queued())
        if self._unit.is_postgres:
            # Whoever is claiming some of them at this moment waits for this lock, and then finds us.
            queued = queued.with_for_update(skip_locked=True)
        cancelled = self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(queued.scalar_subquery()))
            .values(state=DeliveryState.CANCELLED.value, changed_at=self._unit.now)
        ).rowcount
        if cancelled:
            states = {DeliveryState.QUEUED.value: -cancelled, DeliveryState.CANCELLED.value: cancelled}
            self._shift(message_id, Counter(states))
        return cancelled

    def _shift(self, message_id: int, shifts: Counter[str], tries: str = "") -> MessagePhase:
        open_ones, phase = self._connection.exec_driver_sql(
            _shifting(tuple(shifts), self._unit.is_postgres, bool(tries)),
            (*shifts.values(), *([tries] if tries else []), message_id),
        ).one()
        if open_ones == 0:
            self._newly_settled[message_id] = None
        self._unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, message_id)
        self._unit.touch(Subject.DELIVERIES, ChangeKind.CHANGED, message_id)
        return MessagePhase(phase)


@lru_cache(maxsize=64)
def _shifting(states: tuple[str, ...], is_postgres: bool, with_tries: bool) -> str:  # noqa: FBT001 - of four kinds
    """The statement as the driver takes it: for every few mails it is executed once."""
    mark = "%s" if is_postgres else "?"
    # What is written out are the words of this program's own enum.
    columns = ", ".join(f"{state} = {state} + {mark}" for state in states)
    if with_tries:
        last = (
            f"right(last_tries || {mark}, {_TRIES_KEPT})"
            if is_postgres
            else f"substr(last_tries || {mark}, -{_TRIES_KEPT})"
        )
        columns += f", last_tries = {last}"
    return f"UPDATE outgoing_message SET {columns} WHERE id = {mark} RETURNING queued + sending, phase"  # noqa: S608


def _shifts(moves: Moves) -> dict[int, Counter[str]]:
    shifts: dict[int, Counter[str]] = {}
    for (message_id, before, after), count in moves.items():
        if not count:
            continue
        of_message = shifts.setdefault(message_id, Counter())
        of_message[before.value] -= count
        of_message[after.value] += count
    return shifts
