"""Records what became of deliveries, and which mails may leave next, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.models.outbox import Claim, Outcome
from desktop.services.after_settling import after_settling
from desktop.services.beside import Beside
from desktop.services.handing_over import Handled
from desktop.services.keeping import ContentKeeper
from desktop.services.settled import tell_settled

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_EVERY = timedelta(seconds=1)
Written = tuple[list[Outcome], frozenset[int]]
"""What was recorded, and the ids of the mails that may leave."""


class Recorder:
    """Holds what was ``handled`` until it is recorded, whatever happens in between."""

    def __init__(self, store: Store, holder: str, beside: Beside) -> None:
        self._store = store
        self._holder = holder
        self._beside = beside
        self._keeper = ContentKeeper()
        self._recorded_at = store.clock()
        self._writing: list[Handled] = []
        self.handled: list[Handled] = []

    @property
    def is_unfinished(self) -> bool:
        """Whether anything waits to be recorded, or is being recorded."""
        return bool(self.handled or self._writing)

    def is_due(self) -> bool:
        """Whether somebody who watches should soon see how far it has come."""
        return self._store.clock() - self._recorded_at >= _EVERY

    def start(
        self,
        next_mails: Sequence[Claim],
        written: Callable[[Written], None],
        undone: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin to write what became of the claims handled so far, and that ``next_mails`` may leave.

        Nothing is lost where the store fails: it is handled as before, and ``undone`` is called.
        """
        self._recorded_at = self._store.clock()
        self._writing, self.handled = self.handled, []
        writing, ids = self._writing, [claim.delivery_id for claim in next_mails]

        def done(result: Written) -> None:
            self._writing = []
            if len(result[0]) < len(writing):
                _log.warning("claims lapsed before they were recorded: %d", len(writing) - len(result[0]))
            written(result)

        def failed() -> None:
            self.handled[:0], self._writing = writing, []
            undone()

        self._beside.start(lambda: self._write(writing, ids), done, failed)

    def _write(self, handled: Sequence[Handled], next_mails: Collection[int]) -> Written:
        with self._store.write() as unit:
            kept = self._keeper.packed(unit, handled)
            outcomes = [outcome for outcome, _ in handled]
            recorded, begun = unit.outbox.record(self._holder, next_mails, outcomes, kept)
            after_settling(unit, recorded)
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        self._keeper.committed()
        return recorded, begun
