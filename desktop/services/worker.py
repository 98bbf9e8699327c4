"""The loop that delivers: as a program of its own, or beside the window on an embedded store."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import StoreUnavailable
from desktop.language import tr
from desktop.models.office_mail import OfficeMailKind
from desktop.models.step_report import StepReport
from desktop.services.asker import Asker
from desktop.services.broker_messages import purge_trash
from desktop.services.copy_queue import queue_copies
from desktop.services.delivering import Deliverer, next_step_at
from desktop.services.heartbeat import Heartbeat
from desktop.services.holder import new_holder
from desktop.services.office_mailer import Builder, OfficeMailer
from desktop.services.staging_clock import StagingClock, release_due
from desktop.services.staging_telling import tell_due, tell_of_failure
from desktop.services.ways import Ways

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)

Report = Callable[[StepReport], None]
_PURGE_EVERY = timedelta(days=1)
_MAIL_EVERY = timedelta(seconds=5)
_COPY_EVERY = timedelta(seconds=5)
_TELL_EVERY = timedelta(seconds=2)
_LOOK_EVERY_S = 1.0
_LONGEST_REST_S = 30.0


def run(
    store: Store,
    ways: Ways,
    stop_event: threading.Event,
    *,
    once: bool = False,
    report: Report = lambda _report: None,
    builders: Mapping[OfficeMailKind, Builder] | None = None,
    hands_over: bool = False,
) -> None:
    """Deliver until ``stop_event`` is set; with ``once``, until nothing is due any more.

    With ``builders``, which make each kind of them, the mails to the office's own users leave too; with
    ``hands_over`` inquiries go to the broker's side.

    With ``once`` raises StoreUnavailable; otherwise waits for the store to come back.
    """
    worker = _Worker(store, ways, stop_event, report, builders, hands_over=hands_over)
    with _meeting_dates(store, once=once) as dates:
        try:
            if not once:
                worker.heart.start()
            while not stop_event.is_set():
                if worker.turn(once=once) and once:
                    return
                for beside in (dates, worker.heart):
                    if beside is not None and beside.ended.done():
                        beside.ended.result()
        finally:
            worker.leave()


@contextmanager
def _meeting_dates(store: Store, *, once: bool) -> Iterator[StagingClock | None]:
    """Let held messages go out at their time, on a thread beside the deliveries; with ``once``, those due now."""
    if once:
        while release_due(store):
            pass
        yield None
        return
    dates = StagingClock(store)
    dates.start()
    try:
        yield dates
    finally:
        dates.stop()


class _Worker:
    def __init__(
        self,
        store: Store,
        ways: Ways,
        stop_event: threading.Event,
        report: Report,
        builders: Mapping[OfficeMailKind, Builder] | None,
        *,
        hands_over: bool,
    ) -> None:
        self._store = store
        self._stop = stop_event
        self._report = report
        self._holder = new_holder()
        self._lane = ThreadPoolExecutor(2, thread_name_prefix="records")
        self._deliverer = Deliverer(store, ways, self._holder, stop_event, lane=self._lane)
        self._mailer = OfficeMailer(store, ways, self._holder, builders, stop_event) if builders else None
        self._asker = Asker(store, ways, report) if hands_over else None
        self._mailed_at: datetime | None = None
        self._copied_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._purged_at: datetime | None = None
        self.heart = Heartbeat(
            store, self._holder, lambda: self._deliverer.pause.sentence or tr("Delivering")
        )
        self._tells = True
        self._rest_s = _LOOK_EVERY_S
        self._is_away = False

    def turn(self, *, once: bool) -> bool:
        """Deliver what is due, or wait; returns whether nothing was due."""
        try:
            nothing_due = self._turn(once=once)
        except StoreUnavailable as trouble:
            if once:
                raise
            _log.warning("the store is away: %s", trouble.title)
            self._report(StepReport(store_trouble=trouble, was_idle=True))
            self._stop.wait(self._rest_s)
            self._rest_s = min(self._rest_s * 2, _LONGEST_REST_S)
            self._is_away = True
            return True
        if self._is_away:
            # Where nothing is due, nothing else would tell that it is back.
            self._report(StepReport(was_idle=True))
        self._is_away, self._rest_s = False, _LOOK_EVERY_S
        return nothing_due

    def leave(self) -> None:
        """Put back what was not begun and say good-bye; a store that is away will notice by itself."""
        try:
            self._deliverer.close()
            self.heart.stop()
            with self._store.write() as unit:
                unit.outbox.forget_worker(self._holder)
                unit.commit()
        except StoreUnavailable as trouble:
            _log.warning("the worker ended while the store was away: %s", trouble.title)
        finally:
            self.heart.stop()
            self._lane.shutdown()

    def _turn(self, *, once: bool) -> bool:
        self.heart.beat()
        self._purge_daily()
        if self._asker is not None:
            self._asker.turn()
        self._tell(once=once)
        due_at = next_step_at(self._deliverer, self._store)
        wait_s = _LOOK_EVERY_S if due_at is None else (due_at - self._store.clock()).total_seconds()
        if self._send_office_mail(is_idle=wait_s > 0):
            return False
        if wait_s > 0:
            if not once:
                self._stop.wait(min(wait_s, _LOOK_EVERY_S))
            return True
        done = self._deliverer.step()
        self._report(done)
        if done.was_idle and not once:
            # What is due is being claimed by somebody else at this moment.
            self._stop.wait(_LOOK_EVERY_S)
        return done.was_idle

    def _send_office_mail(self, *, is_idle: bool) -> bool:
        """One at a time, and while clients' mails are due only now and then: those come first."""
        now = self._store.clock()
        if self._mailer is None:
            return False
        if not is_idle and self._mailed_at is not None and now - self._mailed_at < _MAIL_EVERY:
            return False
        self._mailed_at = now
        self._queue_copies(now)
        due_at = self._mailer.next_due_at()
        return due_at is not None and due_at <= now and self._mailer.step()

    def _queue_copies(self, now: datetime) -> None:
        """What IB has sent since the last look goes to the users who elected copies."""
        if self._copied_at is None or now - self._copied_at >= _COPY_EVERY:
            self._copied_at = now
            queue_copies(self._store)

    def _tell(self, *, once: bool) -> None:
        """Tell the office of held messages now and then, also while clients' mails are due."""
        now = self._store.clock()
        if self._looked_at is None or abs(now - self._looked_at) >= _TELL_EVERY:
            self._looked_at = now
            try:
                tell_due(self._store, at_once=once)
                self._tells = True
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001  the deliveries to clients go on whatever the office cannot be told
                _log.exception("the office was not told of held messages")
                self._tell_of_failure(error)

    def _tell_of_failure(self, error: Exception) -> None:
        """Once, until it could be told again."""
        if self._tells:
            self._tells = False
            tell_of_failure(self._store, error)

    def _purge_daily(self) -> None:
        """What has been in the trash long enough goes when the worker begins, and once a day after that."""
        now = self._store.clock()
        if self._purged_at is None or now - self._purged_at >= _PURGE_EVERY:
            self._purged_at = now
            purge_trash(self._store)
