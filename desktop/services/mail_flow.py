"""E-mails from the moment they may leave until they are answered, several at once."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from desktop.channels.mail import Answer, Letter, MailChannel, Unreachable
from desktop.errors import Refused
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Claim
from desktop.services.handing_over import Handled, Handler
from desktop.services.made import Made

_log = logging.getLogger(__name__)


class MailFlow:
    """Hands begun mails over as the way out has room, and gathers its answers.

    ``trouble`` says that no mail leaves just now; nothing more is handed over then, until ``hang_up``.
    ``answered`` counts what was answered.
    """

    def __init__(self, hand: Handler) -> None:
        self._hand = hand
        self._way: Callable[[], MailChannel] | None = None
        self._channel: MailChannel | None = None
        self._begun: deque[Claim] = deque()
        self._flying: dict[Letter, tuple[Claim, Made]] = {}
        self.trouble: Unreachable | None = None
        self.has_delivered = False
        self.answered = 0

    @property
    def under_way(self) -> int:
        """How many mails are begun and not answered."""
        return len(self._begun) + len(self._flying)

    @property
    def is_busy(self) -> bool:
        """Whether any is."""
        return bool(self._begun or self._flying)

    @property
    def is_flying(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self._flying)

    def change_way(self, way: Callable[[], MailChannel]) -> None:
        """Send by ``way`` from the next letter on; what is under way is waited for by the caller."""
        self._way = way
        if not self._flying:
            self.hang_up()

    def lanes(self) -> int:
        """How many mails the way out carries at once. Raises Unreachable when there is no way out."""
        return self._open().lanes

    def begin(self, claims: Sequence[Claim]) -> None:
        """These may leave."""
        self._begun.extend(claims)

    def launch(self, may_leave: Callable[[], bool]) -> list[Handled]:
        """Hand over what there is room for, as long as ``may_leave``; returns those that cannot be made.

        Raises StoreUnavailable.
        """
        handled: list[Handled] = []
        if not self._begun:
            return handled
        channel = self._open()
        while self.trouble is None and channel.room and may_leave() and self._begun:
            ready = self._hand.letter(self._begun[0])
            claim = self._begun.popleft()
            if isinstance(ready[0], Letter):
                handled += self._handed(channel, ready[0], claim, ready[1])
            else:
                handled.append(ready)
        return handled

    def gather(self, wait_s: float, now: datetime) -> list[Handled]:
        """What has been answered; waits for the first of it, for room to send the next, or to be woken."""
        # With nothing to be answered it may still be clearing away what the server refused.
        if self._channel is None or not (self._flying or (self._begun and not self._channel.room)):
            return []
        try:
            answers = self._channel.hear(wait_s)
        except Exception:  # noqa: BLE001 - which of them left is not known
            return self._broken_off()
        return self._judged(answers, now)

    def wake(self) -> None:
        """End a wait in ``gather``, or the next one. May be called from any thread."""
        channel = self._channel
        if channel is not None:
            channel.wake()

    def give_up(self, now: datetime) -> list[Handled]:
        """Wait no longer: all that is under way is answered as it stands."""
        if self._channel is None or not self._flying:
            return []
        handled = self._judged(self._channel.give_up(), now)
        return handled + self._broken_off() if self._flying else handled

    def not_handed(self) -> list[Claim]:
        """Those that were begun and have not left, from now on no longer begun."""
        claims = list(self._begun)
        self._begun.clear()
        return claims

    def keep_only(self, held: Collection[int]) -> None:
        """Drop what is begun of claims that are no longer held."""
        self._begun = deque(claim for claim in self._begun if claim.delivery_id in held)

    def hang_up(self) -> None:
        """Let go of the way out; the next letter opens it again."""
        channel, self._channel = self._channel, None
        self.trouble = None
        if channel is not None:
            channel.close()

    def _open(self) -> MailChannel:
        if self._channel is None:
            if self._way is None:
                raise RuntimeError("no way out was ever given")
            try:
                self._channel = self._way()
            except Refused as refusal:
                raise Unreachable(refusal.sentence, refusal.remedy) from refusal
        return self._channel

    def _handed(self, channel: MailChannel, letter: Letter, claim: Claim, made: Made) -> list[Handled]:
        self._flying[letter] = claim, made
        try:
            channel.hand(letter)
        except Exception:  # noqa: BLE001 - whether it left is not known, so it must not be tried again
            del self._flying[letter]
            return [self._hand.broken_off(claim, made)]
        return []

    def _judged(self, answers: Sequence[Answer], now: datetime) -> list[Handled]:
        handled: list[Handled] = []
        self.has_delivered = False
        for answer in answers:
            flown = self._flying.pop(answer.letter, None)
            if flown is None:
                continue
            self.answered += 1
            try:
                handled.append(self._hand.answered(*flown, answer, now))
            except Unreachable as trouble:
                self.trouble = self.trouble or trouble
                self._begun.append(flown[0])
            else:
                self.has_delivered |= handled[-1][0].state is DeliveryState.DELIVERED
        return handled

    def _broken_off(self) -> list[Handled]:
        handled = [self._hand.broken_off(*flown) for flown in self._flying.values()]
        self._flying.clear()
        self.hang_up()
        return handled
