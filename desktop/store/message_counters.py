"""The counters of a message's row: how many of its deliveries stand in each state."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import update

from desktop.models.change import ChangeKind, Subject
from desktop.models.delivery import DeliveryState
from desktop.store.rows import Rows, Transaction
from desktop.store.tables import outgoing_message

Moves = Counter[tuple[int, DeliveryState, DeliveryState]]
"""How many deliveries of a message passed from one state to another."""


class MessageCounters(Rows):
    """Written under the lock of the message's row, last of all that one transaction does to its deliveries."""

    def __init__(self, unit: Transaction) -> None:
        super().__init__(unit)
        self._newly_settled: dict[int, None] = {}

    @property
    def newly_settled(self) -> tuple[int, ...]:
        """The messages of which this transaction has settled the last open delivery.

        A message's counters are written under its row's lock, so one transaction alone sees this.
        """
        return tuple(self._newly_settled)

    def move(self, moves: Moves) -> None:
        """Note that deliveries have passed from one state to another."""
        table = outgoing_message
        for message_id, shifts in sorted(_shifts(moves).items()):
            open_now = self._connection.execute(
                update(table)
                .where(table.c.id == message_id)
                .values({state: table.c[state] + shift for state, shift in shifts.items()})
                .returning(table.c.queued + table.c.sending)
            ).scalar_one()
            if open_now == 0:
                self._newly_settled[message_id] = None
            self._unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, message_id)
            self._unit.touch(Subject.DELIVERIES, ChangeKind.CHANGED, message_id)


def _shifts(moves: Moves) -> dict[int, Counter[str]]:
    shifts: dict[int, Counter[str]] = {}
    for (message_id, before, after), count in moves.items():
        of_message = shifts.setdefault(message_id, Counter())
        of_message[before.value] -= count
        of_message[after.value] += count
    return shifts
