"""Who acts in a simulation: two desktops and two workers on one store, each as the program would."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused, StoreUnavailable
from desktop.models.account import AccountStatus
from desktop.models.channel import channels_of
from desktop.models.outgoing import MessageDraft
from desktop.services import message_control
from desktop.services.delivering import Deliverer
from desktop.services.sending import new_uid, send
from tests.faults.sim_faults import Killed, SimulatedLane

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.office import User
    from desktop.services.ways import Ways
    from desktop.store.store import Store
    from tests.faults.sim_chance import Chance


@dataclass
class Wanted:
    """A message somebody wanted to send, and what they did to it since."""

    uid: str
    draft: MessageDraft
    message_id: int | None = None
    was_refused: bool = False


@dataclass
class Desktop:
    """One person who sends, takes back, pauses, stops and sends again."""

    name: str
    store: Store
    actor: User
    chance: Chance
    accounts: tuple[int, ...]
    wanted: list[Wanted] = field(default_factory=list)
    resent: set[int] = field(default_factory=set)

    def act(self) -> None:
        """One verb; what the store refuses or cannot do is seen, and may be tried again later."""
        verb = self.chance.weighted(
            {
                self.send: 5,
                self.send_again_what_broke_off: 4,
                self.take_back: 2,
                self.pause: 2,
                self.go_on: 4,
                self.stop: 1,
                self.resend_failed: 2,
                self.resend_unconfirmed: 2,
                self.change_an_account: 1,
            }
        )
        self.chance.note(f"{self.name}: {verb.__name__}")
        try:
            verb()
        except StoreUnavailable as trouble:
            self.chance.note(f"  {self.name} hears: {trouble.title}")
        except Refused as refusal:
            self.chance.note(f"  {self.name} is refused: {refusal.sentence}")

    def send(self) -> None:
        later = self.chance.happens(0.3)
        draft = MessageDraft(
            channels=channels_of(self.chance.one_of(["E", "E", "WE", "WEB", "B"])),
            accounts=tuple(sorted(self.chance.some_of(list(self.accounts), 12))),
            reply_to=self.actor.email,
            subject="News for {{ account_number }}",
            content="Dear {{ account_title }}, your number is {{ account_number }}.",
            send_at=self.store.clock() + timedelta(minutes=self.chance.number(1, 300)) if later else None,
            only_office_hours=self.chance.happens(0.2),
        )
        self.wanted.append(Wanted(new_uid(), draft))
        self._send(self.wanted[-1])

    def send_again_what_broke_off(self) -> None:
        """The same click once more, because nobody said whether the first one worked."""
        for wanted in self.wanted:
            if wanted.message_id is None and not wanted.was_refused:
                self._send(wanted)

    def calm_down(self) -> None:
        """Click once more on whatever is still undecided; nothing fails any more."""
        while any(wanted.message_id is None and not wanted.was_refused for wanted in self.wanted):
            with suppress(Refused):
                self.send_again_what_broke_off()

    def take_back(self) -> None:
        if (wanted := self._any()) is not None:
            message_control.take_back(self.store, self.actor, self._number(wanted))

    def pause(self) -> None:
        self._control(message_control.pause)

    def go_on(self) -> None:
        self._control(message_control.go_on)

    def stop(self) -> None:
        self._control(message_control.stop_rest)

    def resend_failed(self) -> None:
        self._control(message_control.resend_failed)

    def resend_unconfirmed(self) -> None:
        if (wanted := self._any()) is not None:
            self.resent.add(self._number(wanted))
            message_control.resend_unconfirmed(self.store, self.actor, self._number(wanted))

    def change_an_account(self) -> None:
        """A client moves, or closes the account, while messages to it are under way."""
        place = self.chance.number(0, len(self.accounts) - 1)
        closed = self.chance.happens(0.3)
        status = AccountStatus.CLOSED if closed else AccountStatus.OPEN
        with self.store.write(self.actor.name) as unit:
            known = unit.accounts.by_id([self.accounts[place]])[self.accounts[place]]
            unit.accounts.replace([replace(known, details=replace(known.details, status=status))])
            unit.commit()

    def _control(self, verb: Callable[[Store, User, int], object]) -> None:
        if (wanted := self._any()) is not None:
            verb(self.store, self.actor, self._number(wanted))

    def _any(self) -> Wanted | None:
        sent = [wanted for wanted in self.wanted if wanted.message_id is not None]
        return self.chance.one_of(sent) if sent else None

    def _number(self, wanted: Wanted) -> int:
        assert wanted.message_id is not None
        return wanted.message_id

    def _send(self, wanted: Wanted) -> None:
        try:
            wanted.message_id = send(self.store, self.actor, wanted.draft, uid=wanted.uid).message_id
        except StoreUnavailable:
            raise
        except Refused:
            # Its moment has passed, or no account is open any more; the person is told so.
            wanted.was_refused = True
            raise
        self.chance.note(f"  {self.name} sent message {wanted.message_id}")


@dataclass
class Worker:
    """A process that delivers; it may be killed at any moment, and starts again under another name."""

    name: str
    store: Store
    ways: Callable[[], Ways]
    chance: Chance
    lives: int = 0
    deliverer: Deliverer | None = None

    def act(self) -> bool:
        """One step of the program's own loop; whether it found anything to do."""
        if self.deliverer is None:
            self.lives += 1
            name, lane = f"{self.name}-{self.lives}", SimulatedLane(self.chance)
            self.deliverer = Deliverer(self.store, self.ways(), name, batch=7, lane=lane)
        try:
            report = self.deliverer.step()
            self.chance.note(f"{self.name}: {report.delivered} delivered, {report.failed} failed")
        except Killed:
            self.chance.note(f"{self.name}: dead")
            self.deliverer = None
        except StoreUnavailable as trouble:
            self.chance.note(f"{self.name}: {trouble.title}")
        else:
            return not report.was_idle
        return True
