"""Works the outbox: claims what is due, hands it over, records what became of it.

Nobody is forgotten, nobody is written to twice, one bad recipient holds up no other; see
docs/decisions/0006-delivery.md.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.channels.mail import Unreachable
from desktop.language import tr
from desktop.models.channel import Channel, Channels
from desktop.models.delivery import DeliveryState
from desktop.models.mail_server import MOST_CONNECTIONS
from desktop.models.outbox import CLAIM_LASTS, Claim
from desktop.models.step_report import StepReport
from desktop.services.ahead import Ahead
from desktop.services.beside import AtOnce, Beside
from desktop.services.handing_over import Handler
from desktop.services.in_hand import MessagesInHand
from desktop.services.mail_flow import MailFlow
from desktop.services.mail_pause import MailPause
from desktop.services.recording import Recorder, Written
from desktop.services.sending_rules import limits_in
from desktop.services.settled import tell_settled
from desktop.services.ways import Ways, mail_server_in

if TYPE_CHECKING:
    from desktop.store.store import Store

LEASE = CLAIM_LASTS
_RENEW = LEASE / 2
_BATCH = 200
_STEP_S = 5.0
_LOW = 4 * MOST_CONNECTIONS
_POSTS_TOGETHER = 50
_MOST_BYTES = 64_000_000
_LISTEN_S = 0.25
_POSTS_EVERY_S = 1.0
_GRACE_S = 5.0
_WITHIN_THE_STORE: Channels = frozenset({Channel.MESSAGE_CENTER, Channel.BULLETIN})


class Deliverer:
    """One worker's hands. Used by one thread; ``stop`` may be called from any.

    ``holder`` names this worker and no other, ever: what it claims is known by it. A step claims on for
    some seconds, as long as something is due; with ``batch`` it claims so many once.
    """

    def __init__(
        self,
        store: Store,
        ways: Ways,
        holder: str,
        stopping: threading.Event | None = None,
        *,
        batch: int | None = None,
        lane: Executor | None = None,
    ) -> None:
        self._store = store
        self._ways = ways
        self._holder = holder
        self._batch = batch or _BATCH
        self._step_s = 0.0 if batch else _STEP_S
        self._stopping = stopping or threading.Event()
        self._hand = Handler(MessagesInHand(store))
        lane = lane or AtOnce()
        self._flow = MailFlow(self._hand)
        self._beside, self._claiming = Beside(lane, self._flow.wake), Beside(lane, self._flow.wake)
        self._recorder = Recorder(store, holder, self._beside)
        self._ahead = Ahead()
        self.pause = MailPause(store)
        self._settings: Mapping[str, Any] | None = None
        self._mails: deque[Claim] = deque()
        self._posts: deque[Claim] = deque()
        self._claims_until = 0.0
        self._posts_looked_for = 0.0
        self._lease_ends = store.clock()
        self._counts: Counter[DeliveryState] = Counter()

    def step(self) -> StepReport:
        """Deliver what is due, for a while. Raises StoreUnavailable; the next step goes on where this stopped."""
        self._counts = Counter()
        self._claims_until = time.monotonic() + self._step_s
        self._record()
        self._claim()
        was_idle = not self._has_work
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
        """Let the step under way end with the mails that are leaving; what it has not begun is put back."""
        self._stopping.set()

    def close(self) -> None:
        """Put back what was not begun and hang up. Raises StoreUnavailable."""
        try:
            self._land()
            self._record()
            self._put_back([*self._mails, *self._posts])
        finally:
            self._flow.hang_up()

    @property
    def is_unfinished(self) -> bool:
        """Whether a step was broken off: what it has in hand is the first thing the next one sees to."""
        return self._recorder.is_unfinished or self._has_work

    def due_channels(self) -> Channels:
        """The channels over which something may be delivered now."""
        return frozenset(Channel) if self.pause.is_over() else _WITHIN_THE_STORE

    @property
    def _has_work(self) -> bool:
        return bool(self._mails or self._posts or self._flow.is_busy) or self._is_writing

    @property
    def _is_writing(self) -> bool:
        return not (self._beside.is_free and self._claiming.is_free)

    def _claim(self) -> None:
        if not self._lease_holds():
            # Those that nobody has given up yet were never begun, and need not become unconfirmed.
            self._put_back([*self._mails, *self._posts])
        if self._has_work or self._stopping.is_set():
            return
        self._start_claiming()
        self._claiming.finish()

    def _start_claiming(self, channels: Channels | None = None) -> None:
        """Take what is due, in a transaction of its own; all that may leave, where no ``channels`` are given."""
        until, channels = self._store.clock() + LEASE, channels or self.due_channels()
        if not self._has_work:
            self._lease_ends = until
        self._claiming.start(lambda: self._claimed(until, channels), self._take)

    def _claimed(self, until: datetime, channels: Channels) -> tuple[list[Claim], Mapping[str, Any]]:
        # A claim that was lost with the power was never begun; what begins it makes it last.
        with self._store.write(lasting=False) as unit:
            settings = unit.office.settings()
            limits = limits_in(settings, unit.now)
            unit.outbox.give_up_abandoned(_abandoned_words())
            claims = unit.outbox.claim(self._holder, until, self._batch, channels, limits)
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        return claims, settings

    def _take(self, claimed: tuple[list[Claim], Mapping[str, Any]]) -> None:
        claims, settings = claimed
        if len(claims) < self._batch:
            self._claims_until = 0.0
        self._mails.extend(claim for claim in claims if claim.channel is Channel.EMAIL)
        self._posts.extend(claim for claim in claims if claim.channel is not Channel.EMAIL)
        self._use(settings)

    def _use(self, settings: Mapping[str, Any]) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self._hand.use(mail_server_in(settings))
        self._flow.change_way(lambda: self._ways.mail(settings))

    def _work(self) -> None:
        while self._has_work and not self._stopping.is_set():
            self._renew()
            if not self._lease_holds():
                break
            self._post_some()
            self._send_some()
            if self._is_running_low():
                self._start_claiming()
                self._claiming.finish(0)
            elif self._may_look_for_posts():
                self._start_claiming(_WITHIN_THE_STORE)
        self._land()
        if self._stopping.is_set():
            self._put_back([*self._mails, *self._posts])

    def _is_running_low(self) -> bool:
        """Whether the next batch should be claimed now, while mails are under way."""
        few = len(self._mails) < _LOW and not self._posts and self._claiming.is_free
        return few and time.monotonic() < self._claims_until and not self._stopping.is_set()

    def _may_look_for_posts(self) -> bool:
        """Whether what needs no mail server should be looked for: the one that is listened to may take minutes."""
        now = time.monotonic()
        if not self._flow.is_flying or self._posts or not self._claiming.is_free or now < self._claims_until:
            return False
        if now - self._posts_looked_for < _POSTS_EVERY_S:
            return False
        self._posts_looked_for = now
        return True

    def _post_some(self) -> None:
        """Make what is posted within the store; it leaves with its record."""
        if not (self._posts and self._beside.is_free):
            return
        for _ in range(min(len(self._posts), _POSTS_TOGETHER)):
            # Before anything else can fail: what has been handled must never be taken up again.
            self._recorder.handled.append(self._hand.within_the_store(self._posts[0]))
            self._posts.popleft()
            if sum(len(made.content) for _, made in self._recorder.handled if made) >= _MOST_BYTES:
                break  # large attachments would fill the memory
        if self._posts or len(self._recorder.handled) >= _POSTS_TOGETHER:
            self._record()

    def _send_some(self) -> None:
        """Begin, hand over and hear of some mails, while those before them are recorded."""
        flow = self._flow
        try:
            lanes = flow.lanes() if self._mails else 0
        except Unreachable as trouble:
            self._rest(trouble)
            return
        if self._beside.is_free:
            self._write_down(lanes)
        before = flow.answered
        self._recorder.handled += flow.launch(self._may_leave)
        is_waiting = self._is_writing and not flow.is_flying
        self._recorder.handled += flow.gather(_LISTEN_S, self._store.clock())
        self._look_beside(flow.answered - before, wait_s=_LISTEN_S if is_waiting else 0)
        if flow.has_delivered:
            self.pause.end()
        if flow.trouble is not None and not flow.is_flying:
            self._rest(flow.trouble)

    def _write_down(self, lanes: int) -> None:
        """Let the next mails begin, or else record what was handled, where it is time for either."""
        flow = self._flow
        group = self._ahead.next_group(lanes, flow.under_way)
        if group and self._mails and flow.trouble is None:
            self._start_recording(group)
        elif self._recorder.handled and (not flow.is_busy or self._recorder.is_due()):
            self._start_recording()
        self._look_beside()

    def _look_beside(self, answered: int = 0, wait_s: float = 0) -> None:
        """See whether the store has written; so many mails were answered while it did."""
        if not self._beside.is_free:
            self._ahead.left_meanwhile(answered)
            if self._beside.finish(wait_s):
                self._ahead.written()
            wait_s = 0
        self._claiming.finish(wait_s)

    def _finish(self) -> None:
        """Wait for all that is being written."""
        self._beside.finish()
        self._claiming.finish()

    def _land(self) -> None:
        """Hear of the mails that are leaving, for as long as a person who ends the program would wait."""
        self._finish()
        end = time.monotonic() + _GRACE_S
        self._mails.extendleft(reversed(self._flow.not_handed()))
        while self._flow.is_flying and time.monotonic() < end:
            self._recorder.handled += self._flow.gather(_LISTEN_S, self._store.clock())
        self._recorder.handled += self._flow.give_up(self._store.clock())
        if self._flow.trouble is not None:
            self._rest(self._flow.trouble)

    def _rest(self, trouble: Unreachable) -> None:
        """Put all mails back, their try not counted; nobody is to blame."""
        self._finish()
        self._flow.hang_up()
        self._mails.extendleft(reversed(self._flow.not_handed()))
        self._put_back(list(self._mails))
        self.pause.begin(trouble)

    def _put_back(self, claims: list[Claim]) -> None:
        if not claims:
            return
        self._beside.finish()
        gone = {claim.delivery_id for claim in claims}
        with self._store.write() as unit:
            unit.outbox.put_back(self._holder, gone)
            # What comes back of a message that was stopped meanwhile is cancelled, and may be its last.
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        self._forget(lambda claim: claim.delivery_id in gone)

    def _forget(self, is_gone: Callable[[Claim], bool]) -> None:
        self._mails = deque(claim for claim in self._mails if not is_gone(claim))
        self._posts = deque(claim for claim in self._posts if not is_gone(claim))

    def _renew(self) -> None:
        now = self._store.clock()
        if not self._lease_holds() or self._lease_ends - now > _RENEW:
            return
        self._beside.finish()
        with self._store.write() as unit:
            held = unit.outbox.keep(self._holder, now + LEASE)
            unit.commit()
        self._lease_ends = now + LEASE
        self._forget(lambda claim: claim.delivery_id not in held)
        self._flow.keep_only(held)

    def _may_leave(self) -> bool:
        """Asked before each mail: to open a connection or to write a file may have taken long."""
        now = self._store.clock()
        if self._lease_ends - now <= _RENEW and self._beside.is_free:
            self._renew()
            now = self._store.clock()
        return now < self._lease_ends

    def _lease_holds(self) -> bool:
        return self._store.clock() < self._lease_ends

    def _record(self) -> None:
        """Record what was handled."""
        self._beside.finish()
        if self._recorder.handled:
            self._start_recording()
            self._beside.finish()

    def _start_recording(self, room: int = 0) -> None:
        """Begin to record what was handled, and that as many mails may leave as there is ``room`` for."""
        asked = [self._mails.popleft() for _ in range(min(room, len(self._mails)))]

        def written(result: Written) -> None:
            recorded, begun = result
            # Those that may not leave are somebody else's now.
            self._flow.begin([claim for claim in asked if claim.delivery_id in begun])
            self._counts.update(outcome.state for outcome in recorded)

        self._recorder.start(asked, written, lambda: self._mails.extendleft(reversed(asked)))


def next_step_at(deliverer: Deliverer, store: Store) -> datetime | None:
    """When there may be something to deliver again; None when nothing waits and nothing is under way."""
    if deliverer.is_unfinished:
        return store.clock()
    with store.read() as unit:
        limits = limits_in(unit.office.settings(), unit.now)
        if deliverer.pause.until is not None and unit.trouble.again_at() is None:
            # The mail settings were saved anew, or another worker's mail leaves.
            deliverer.pause.hurry()
        due_at = unit.outbox.next_due_at(deliverer.due_channels(), limits)
        moments = [due_at, unit.outbox.next_lapse_at()]
        if deliverer.pause.until is not None and unit.outbox.next_due_at((Channel.EMAIL,)) is not None:
            moments.append(deliverer.pause.until)
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def _abandoned_words() -> str:
    return tr("The program ended while this was leaving or next in line. It may or may not have left.")
