"""An office in a store where everything goes wrong, by one seed: two desktops, two workers, clock, store, mail.

What is real is the store with its SQL, the services, the deliverer with its flow of mails; what is simulated
stands behind the protocols that the program uses: the clock, the mail channel, failing statements and commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.phase import MessagePhase
from desktop.services import message_control
from desktop.services.delivering import LEASE
from desktop.services.ways import Ways
from desktop.settings import UNDO_SECONDS
from tests.faults.sim_chance import Chance
from tests.faults.sim_faults import FaultyStore, SimulatedMail, SimulatedServer
from tests.faults.sim_office import Desktop, Worker
from tests.faults.sim_verdict import Verdict
from tests.support.clock import Clock
from tests.support.stores import add_accounts, add_user, details, opened

if TYPE_CHECKING:
    from desktop.models.account import AccountDetails
    from desktop.store.store import Store

_ACCOUNTS = 30
_STORE_TROUBLE = 0.04
_LONGEST_END = 3_000
_A_WHILE = LEASE.total_seconds() * 10
_AN_HOUR = 3_600
_JUMPS: dict[int, float] = {1: 30, 20: 20, 65: 12, 600: 6, 3_600: 3, 30_000: 2, -3_600: 2, -90: 3}
"""Seconds that the clock moves by, and how often: sleeping for a night and being set back are among them."""


@dataclass(frozen=True, slots=True)
class Course:
    """What came of a seed. The same seed has the same ``print``."""

    seed: int
    steps: int
    print: str
    messages: int
    mails: int
    deaths: int


class Simulation:
    """One office at ``url``, which is empty, in the hands of ``seed``."""

    def __init__(self, url: str, seed: int) -> None:
        self.chance = Chance(seed)
        self._clock = Clock()
        self._store: Store = opened(url, self._clock)
        self._server = SimulatedServer(self._clock)
        self._start_office()
        self._faults = FaultyStore(self._store, self.chance)

    def run(self, steps: int) -> Course:
        """So many steps full of faults, then a calm end. Raises AssertionError where a rule is broken."""
        for _ in range(steps):
            self._step()
            self._verdict.now()
        self._calm_end()
        self._verdict.at_the_end()
        self._store.close()
        return Course(
            self.chance.seed,
            steps,
            self.chance.print,
            messages=sum(len(desktop.wanted) for desktop in self._desktops),
            mails=len(self._server.taken),
            deaths=sum(max(worker.lives - 1, 0) for worker in self._workers),
        )

    def _start_office(self) -> None:
        store, chance = self._store, self.chance
        names = ("Ada Byron", "Grace Hopper")
        users = [add_user(store, name=name, signature=name) for name in names]
        accounts = add_accounts(store, [self._details(number) for number in range(1, _ACCOUNTS + 1)])
        with store.write() as unit:
            unit.office.save_settings({UNDO_SECONDS.key: 10})
            unit.commit()
        self._desktops = [Desktop(user.name, store, user, chance, accounts) for user in users]
        self._workers = [Worker(name, store, self._ways, chance) for name in ("worker-a", "worker-b")]
        self._verdict = Verdict(store, self._server, self._desktops)

    def _details(self, number: int) -> AccountDetails:
        changes: dict[str, object] = {"email": ""} if number % 11 == 0 else {}
        return details(number, **changes, tws_access=number % 7 != 0)

    def _ways(self) -> Ways:
        return Ways(
            smtp=lambda _server, _password: SimulatedMail(self._server, self.chance),
            folder=lambda: SimulatedMail(self._server, self.chance),
            password=lambda: None,
        )

    def _step(self) -> None:
        actor = self.chance.weighted({"desktop": 3, "worker": 5, "clock": 3})
        if actor == "clock":
            seconds = self.chance.weighted(_JUMPS)
            self._clock.move(seconds=seconds)
            self._server.look_at_the_clock()
            self.chance.note(f"the clock moves by {seconds} s")
            return
        is_worker = actor == "worker"
        with self._faults.failing(_STORE_TROUBLE, killing=is_worker):
            (self.chance.one_of(self._workers) if is_worker else self.chance.one_of(self._desktops)).act()

    def _calm_end(self) -> None:
        """Nothing fails any more; whatever was begun comes to its end."""
        self.chance.note("calm")
        self._server.trouble = self._server.deadliness = 0.0
        for desktop in self._desktops:
            desktop.calm_down()
        seconds = _A_WHILE
        for _ in range(_LONGEST_END):
            if not self._is_open():
                return
            self._let_go_on()
            self._clock.move(seconds=seconds)
            had_work = [worker.act() for worker in self._workers]
            # Office hours may be days away.
            seconds = _A_WHILE if any(had_work) else _AN_HOUR

    def _is_open(self) -> bool:
        with self._store.read() as unit:
            messages = [unit.messages.get(number) for number in self._numbers()]
        return any(message is not None and not message.totals.is_settled for message in messages)

    def _let_go_on(self) -> None:
        desktop = self._desktops[0]
        for number in self._numbers():
            with self._store.read() as unit:
                message = unit.messages.get(number)
            if message is not None and message.phase is MessagePhase.PAUSED and not message.totals.is_settled:
                message_control.go_on(self._store, desktop.actor, number)

    def _numbers(self) -> list[int]:
        wanted = (wanted for desktop in self._desktops for wanted in desktop.wanted)
        return [each.message_id for each in wanted if each.message_id is not None]
