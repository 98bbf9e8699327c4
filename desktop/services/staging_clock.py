"""Meets the delivery dates of held messages: silence means send, so this may never sleep through one.

It runs on a thread of its own beside the deliveries, which can be busy for longer than a date may wait.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import StoreUnavailable
from desktop.language import tr, trn
from desktop.models.notice import Priority
from desktop.services.sending_rules import rules_in
from desktop.services.settled import tell_settled

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)
_TOGETHER = 200
_LOOK_EVERY_S = 1.0
_LATE = timedelta(minutes=1)


def release_due(store: Store, limit: int = _TOGETHER) -> int:
    """Put held messages whose time has come into the outbox, at most ``limit``, the earliest first; returns how many.

    A restart that has passed is written down too. Raises StoreUnavailable.
    """
    with store.read() as unit:
        changes_at = unit.enrolment.stored().changes_at
        next_at = unit.held_release.next_at()
        undo = _undo(unit)
        is_due = next_at is not None and (next_at <= unit.now or unit.held_release.is_due(undo))
        if not is_due and (changes_at is None or changes_at > unit.now):
            return 0
    with store.write() as unit:
        unit.enrolment.settle()
        ids = unit.held_release.due(limit, undo)
        _tell_late(unit, ids)
        tell_settled(unit, unit.held_release.release(ids))
        unit.copies.note(unit.held_release.types(ids))
        unit.commit()
    return len(ids)


class StagingClock:
    """Looks every second, until it is stopped, whether something has to go out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stop = threading.Event()
        self._seen_at: datetime | None = None
        self._was_away = False
        self.ended: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="staging")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after what is going out at this moment."""
        self._stop.set()
        self._thread.join()

    def turn(self) -> None:
        """Let everything go out whose time has come; a store that is away is looked for again."""
        try:
            self._watch_clock()
            while release_due(self._store) and not self._stop.is_set():
                pass
        except StoreUnavailable as trouble:
            if not self._was_away:
                _log.warning("held messages wait, the store is away: %s", trouble.title)
            self._was_away = True
        else:
            self._was_away = False

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self.turn()
                self._stop.wait(_LOOK_EVERY_S)
        except Exception as fault:  # noqa: BLE001  whoever runs it must see what ended it
            _log.exception("the clock of held messages has stopped")
            self.ended.set_exception(fault)
        else:
            self.ended.set_result(None)

    def _watch_clock(self) -> None:
        """A clock that is set back makes what is held wait longer, which nobody would see."""
        now, before = self._store.clock(), self._seen_at
        if before is not None and now < before - _LATE:
            with self._store.write() as unit:
                if unit.held_release.next_at() is not None:
                    minutes = round((before - now).total_seconds() / 60)
                    unit.notices.add(
                        trn(
                            "This computer's clock was set back by {n} minute",
                            "This computer's clock was set back by {n} minutes",
                            minutes,
                        ),
                        tr("Held messages go out by its present time. Check the clock."),
                        Priority.HIGH,
                    )
                    unit.commit()
        self._seen_at = now


def _tell_late(unit: UnitOfWork, ids: list[int]) -> None:
    """Say when messages go out later than their date: silence about it would look as if all were well."""
    late = unit.held_release.late(ids, unit.now - _LATE)
    if not late:
        return
    title = trn(
        "{n} held message went out after its delivery date",
        "{n} held messages went out after their delivery dates",
        late,
    )
    words = tr(
        "No program of the office ran at the time, the store was out of reach, or a clock was set forward."
    )
    unit.notices.add(title, words, Priority.HIGH)


def _undo(unit: UnitOfWork) -> timedelta:
    return timedelta(seconds=rules_in(unit.office.settings()).undo_seconds)
