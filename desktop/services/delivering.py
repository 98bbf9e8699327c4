"""Works the outbox: claims what is due, hands it over, records what became of it.

Nobody is forgotten, nobody is written to twice, one bad recipient holds up no other; see
docs/decisions/0006-delivery.md.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop.channels.mail import MailChannel, Unreachable
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.channel import Channel, Channels
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Claim
from desktop.models.step_report import StepReport
from desktop.services.after_settling import after_settling
from desktop.services.delivery_policy import delivery_policy
from desktop.services.handing_over import Handled, Handler
from desktop.services.in_hand import MessagesInHand
from desktop.services.keeping import ContentKeeper
from desktop.services.mail_pause import MailPause
from desktop.services.sending_rules import limits_in
from desktop.services.settled import tell_settled
from desktop.services.ways import Ways, mail_server_in

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
_BATCH = 100
_RECORD_EVERY = timedelta(seconds=1)
_MOST_BYTES = 64_000_000
_WITHIN_THE_STORE: Channels = frozenset({Channel.MESSAGE_CENTER, Channel.BULLETIN})


class Deliverer:
    """One worker's hands. Used by one thread; ``stop`` may be called from any.

    ``holder`` names this worker and no other, ever: what it claims is known by it.
    """

    def __init__(
        self,
        store: Store,
        ways: Ways,
        holder: str,
        stopping: threading.Event | None = None,
        *,
        batch: int = _BATCH,
    ) -> None:
        self._store = store
        self._ways = ways
        self._holder = holder
        self._batch = batch
        self._stopping = stopping or threading.Event()
        self._hand = Handler(MessagesInHand(store))
        self._keeper = ContentKeeper()
        self.pause = MailPause(store)
        self._settings: Mapping[str, Any] = {}
        self._mail: MailChannel | None = None
        self._waiting: deque[Claim] = deque()
        self._begun: frozenset[int] = frozenset()
        self._handled: list[Handled] = []
        self._lease_ends = store.clock()
        self._recorded_at = store.clock()
        self._counts: Counter[DeliveryState] = Counter()

    def step(self) -> StepReport:
        """Deliver one batch. Raises StoreUnavailable; the next step goes on where this one stopped."""
        self._counts = Counter()
        self._record()
        self._claim()
        was_idle = not self._waiting
        self._work()
        self._record()
        return StepReport(
            delivered=self._counts[DeliveryState.DELIVERED],
            failed=self._counts[DeliveryState.FAILED],
            again=self._counts[DeliveryState.QUEUED],
            unconfirmed=self._counts[DeliveryState.UNCONFIRMED],
            trouble=self.pause.sentence,
            mail_waits_until=self.pause.until,
            was_idle=was_idle,
        )

    def stop(self) -> None:
        """Let the step under way end after the delivery in hand; what it has not begun is put back."""
        self._stopping.set()

    def close(self) -> None:
        """Put back what was not begun and hang up. Raises StoreUnavailable."""
        try:
            self._record()
            self._put_back(list(self._waiting))
        finally:
            self._hang_up()

    @property
    def is_unfinished(self) -> bool:
        """Whether a step was broken off: what it has in hand is the first thing the next one sees to."""
        return bool(self._handled or self._waiting)

    def due_channels(self) -> Channels:
        """The channels over which something may be delivered now."""
        return frozenset(Channel) if self.pause.is_over() else _WITHIN_THE_STORE

    def _claim(self) -> None:
        if not self._lease_holds():
            # Those that nobody has given up yet were never begun, and need not become unconfirmed.
            self._put_back(list(self._waiting))
        if self._waiting or self._stopping.is_set():
            return
        until = self._store.clock() + LEASE
        with self._store.write() as unit:
            settings = unit.office.settings()
            limits = limits_in(settings, unit.now)
            unit.outbox.give_up_abandoned(_abandoned_words())
            claims = unit.outbox.claim(self._holder, until, self._batch, self.due_channels(), limits)
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        self._lease_ends = until
        self._begun = frozenset()
        self._waiting.extend(claims)
        if settings != self._settings:
            self._settings = settings
            self._hand.use(mail_server_in(settings))
            self._hang_up()

    def _work(self) -> None:
        while self._waiting and not self._stopping.is_set():
            self._renew()
            if not self._lease_holds():
                break
            if not self._may_leave(self._waiting[0]):
                self._begin()
                continue
            try:
                self._deliver(self._waiting[0])
            except Unreachable as trouble:
                self._rest(trouble)
            if self._store.clock() - self._recorded_at >= _RECORD_EVERY or self._holds_much():
                self._record()
        if self._stopping.is_set():
            self._put_back(list(self._waiting))

    def _holds_much(self) -> bool:
        """Whether what has left and is not recorded yet fills the memory, as with large attachments."""
        return sum(len(outcome.content) for outcome, _ in self._handled) >= _MOST_BYTES

    def _may_leave(self, claim: Claim) -> bool:
        return claim.channel is not Channel.EMAIL or claim.delivery_id in self._begun

    def _begin(self) -> None:
        """Record what was handled, and that the next mails may leave; those that may not are dropped."""
        mails = (claim.delivery_id for claim in self._waiting if claim.channel is Channel.EMAIL)
        group = frozenset(islice(mails, delivery_policy().begun_together))
        self._record(group)
        lost = group - self._begun
        self._waiting = deque(claim for claim in self._waiting if claim.delivery_id not in lost)

    def _deliver(self, claim: Claim) -> None:
        if claim.channel is Channel.EMAIL:
            handled = self._hand.by_mail(claim, self._channel, self._store.clock())
        else:
            handled = self._hand.within_the_store(claim)
        # Before anything else can fail: what has left must never be taken up again.
        self._handled.append(handled)
        self._waiting.popleft()
        if claim.channel is Channel.EMAIL and handled[0].state is DeliveryState.DELIVERED:
            self.pause.end()

    def _channel(self) -> MailChannel:
        if self._mail is None:
            try:
                self._mail = self._ways.mail(self._settings)
            except Refused as refusal:
                raise Unreachable(refusal.sentence, refusal.remedy) from refusal
        return self._mail

    def _rest(self, trouble: Unreachable) -> None:
        """Put all mails of the batch back, their try not counted; nobody is to blame."""
        self._hang_up()
        self._put_back([claim for claim in self._waiting if claim.channel is Channel.EMAIL])
        self.pause.begin(trouble)

    def _put_back(self, claims: list[Claim]) -> None:
        if not claims:
            return
        gone = {claim.delivery_id for claim in claims}
        # First: when the store breaks off here, nobody knows who holds them, and none may leave unasked.
        self._begun -= gone
        with self._store.write() as unit:
            unit.outbox.put_back(self._holder, gone)
            unit.commit()
        self._waiting = deque(claim for claim in self._waiting if claim.delivery_id not in gone)

    def _renew(self) -> None:
        now = self._store.clock()
        if not self._lease_holds() or self._lease_ends - now > LEASE / 2:
            return
        with self._store.write() as unit:
            held = unit.outbox.keep(self._holder, now + LEASE)
            unit.commit()
        self._lease_ends = now + LEASE
        self._waiting = deque(claim for claim in self._waiting if claim.delivery_id in held)

    def _lease_holds(self) -> bool:
        return self._store.clock() < self._lease_ends

    def _record(self, next_mails: AbstractSet[int] = frozenset()) -> None:
        """Write what became of the claims handled so far and begin ``next_mails``, in one transaction."""
        self._recorded_at = self._store.clock()
        if not self._handled and not next_mails:
            return
        with self._store.write() as unit:
            recorded = unit.outbox.settle(self._holder, [outcome for outcome, _ in self._handled])
            known = {outcome.claim.delivery_id for outcome in recorded}
            self._keeper.keep(unit, [each for each in self._handled if each[0].claim.delivery_id in known])
            after_settling(unit, recorded)
            tell_settled(unit, unit.outbox.newly_settled)
            begun = unit.outbox.begin(self._holder, next_mails) if next_mails else self._begun
            unit.commit()
        self._begun = begun
        self._keeper.committed()
        if len(recorded) < len(self._handled):
            _log.warning("claims lapsed before they were recorded: %d", len(self._handled) - len(recorded))
        self._counts.update(outcome.state for outcome in recorded)
        self._handled.clear()

    def _hang_up(self) -> None:
        mail, self._mail = self._mail, None
        if mail is not None:
            mail.close()


def next_step_at(deliverer: Deliverer, store: Store) -> datetime | None:
    """When there may be something to deliver again; None when nothing waits and nothing is under way."""
    if deliverer.is_unfinished:
        return store.clock()
    with store.read() as unit:
        limits = limits_in(unit.office.settings(), unit.now)
        due_at = unit.outbox.next_due_at(deliverer.due_channels(), limits)
        moments = [due_at, unit.outbox.next_lapse_at()]
        if deliverer.pause.until is not None and unit.outbox.next_due_at((Channel.EMAIL,)) is not None:
            moments.append(deliverer.pause.until)
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def _abandoned_words() -> str:
    return tr("The program ended while this was being sent. It may or may not have arrived.")
