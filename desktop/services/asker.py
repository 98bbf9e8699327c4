"""Hands inquiries over from time to time, for a shared store: one place to which they go, whoever asked them where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.notice import Priority
from desktop.models.step_report import StepReport
from desktop.services.asking import HandedOver, hand_over
from desktop.services.ways import Ways

if TYPE_CHECKING:
    from desktop.store.store import Store

_EVERY = timedelta(seconds=5)
_AFTER_TROUBLE = timedelta(minutes=1)


class Asker:
    """A trouble is reported, and told to the office as a notice when it begins."""

    def __init__(self, store: Store, ways: Ways, report: Callable[[StepReport], None]) -> None:
        self._store = store
        self._ways = ways
        self._report = report
        self._due_at: datetime | None = None
        self._trouble = ""

    def turn(self) -> None:
        """Hand over what waits, if it is time to look. Raises StoreUnavailable."""
        now = self._store.clock()
        # A clock that was set back far has no say either.
        if self._due_at is not None and timedelta() < self._due_at - now <= _AFTER_TROUBLE:
            return
        self._due_at = now + _EVERY
        handed = hand_over(self._store, self._ways)
        if handed.sentence:
            self._due_at = now + _AFTER_TROUBLE
            self._tell(handed)
        self._trouble = handed.sentence

    def _tell(self, handed: HandedOver) -> None:
        words = f"{handed.sentence} {handed.remedy}".strip()
        self._report(StepReport(trouble=words, was_idle=True))
        if handed.sentence == self._trouble:
            return
        with self._store.write() as unit:
            unit.notices.add(
                tr("Inquiries wait to be handed over"),
                tr("The worker could not write them into their folder. {reason}").format(reason=words),
                Priority.HIGH,
            )
            unit.commit()
