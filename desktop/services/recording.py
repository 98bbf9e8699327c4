"""Records what became of deliveries, and which mails may leave next, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.models.outbox import Outcome
from desktop.services.after_settling import after_settling
from desktop.services.handing_over import Handled
from desktop.services.keeping import ContentKeeper
from desktop.services.settled import tell_settled

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_EVERY = timedelta(seconds=1)


class Recorder:
    """Holds what was ``handled`` until it is recorded, whatever happens in between."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store = store
        self._holder = holder
        self._keeper = ContentKeeper()
        self._recorded_at = store.clock()
        self.handled: list[Handled] = []

    def is_due(self) -> bool:
        """Whether somebody who watches should soon see how far it has come."""
        return self._store.clock() - self._recorded_at >= _EVERY

    def record(self, next_mails: Collection[int]) -> tuple[list[Outcome], frozenset[int]]:
        """Write what became of the claims handled so far, and begin ``next_mails``.

        Returns what was recorded, and those that may leave. Raises StoreUnavailable; nothing is lost then.
        """
        self._recorded_at = self._store.clock()
        if not self.handled and not next_mails:
            return [], frozenset()
        with self._store.write() as unit:
            begun = unit.outbox.begin(self._holder, next_mails) if next_mails else frozenset()
            recorded = unit.outbox.settle(self._holder, [outcome for outcome, _ in self.handled])
            known = {outcome.claim.delivery_id for outcome in recorded}
            self._keeper.keep(unit, [each for each in self.handled if each[0].claim.delivery_id in known])
            after_settling(unit, recorded)
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        self._keeper.committed()
        if len(recorded) < len(self.handled):
            _log.warning("claims lapsed before they were recorded: %d", len(self.handled) - len(recorded))
        self.handled.clear()
        return recorded, begun
