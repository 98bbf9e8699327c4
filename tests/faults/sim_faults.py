"""What goes wrong in a simulation: the store, the mail server, the process, each behind what the program uses."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed, Unreachable
from desktop.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from desktop.store.store import Store
    from tests.faults.sim_chance import Chance
    from tests.support.clock import Clock


class Killed(BaseException):
    """The process is gone; nothing in it may go on."""


class _Later(Future[Any]):
    """A job that is done when chance has it so, at the latest when somebody waits for it to the end."""

    def __init__(self, job: Callable[[], Any], chance: Chance) -> None:
        super().__init__()
        self._job = job
        self._chance = chance

    def exception(self, timeout: float | None = None) -> BaseException | None:
        if not self.done():
            if timeout is not None and self._chance.happens(0.5):
                raise TimeoutError
            try:
                self.set_result(self._job())
            except Exception as error:  # noqa: BLE001 - whoever asks for the result is told
                self.set_exception(error)
        return super().exception(timeout)


class SimulatedLane(Executor):
    """Writes beside the sending, at any moment; a process that is killed takes with it what was not written."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return _Later(partial(fn, *args, **kwargs), self._chance)


class FaultyStore:
    """Makes an open store fail: before a statement, at a commit, or just after a commit was done."""

    def __init__(self, store: Store, chance: Chance) -> None:
        self._chance = chance
        self._share = 0.0
        self._may_be_killed = False
        event.listen(store.engine, "before_cursor_execute", self._before_statement)
        event.listen(store.engine, "commit", self._at_commit)

    @contextmanager
    def failing(self, share: float, *, killing: bool) -> Iterator[None]:
        """Inside the ``with`` each statement and each commit fails with this probability."""
        self._share, self._may_be_killed = share, killing
        try:
            yield
        finally:
            self._share, self._may_be_killed = 0.0, False

    def _before_statement(self, *_: Any) -> None:
        if self._chance.happens(self._share / 4):
            self._fail("before a statement")

    def _at_commit(self, connection: Any) -> None:
        driver = connection.connection.driver_connection
        if self._chance.happens(self._share):
            # As the store does with whoever has gone.
            driver.rollback()
            self._fail("before a commit")
        if self._chance.happens(self._share):
            # The store has it, and nobody will ever be told.
            driver.commit()
            self._fail("after a commit")

    def _fail(self, where: str) -> None:
        if self._may_be_killed and self._chance.happens(0.5):
            self._chance.note(f"  killed {where}")
            raise Killed
        self._chance.note(f"  the store fails {where}")
        raise StoreUnavailable("The store cannot be reached", where, "")


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the server took, and when it believed that to be."""

    to: str
    message_id: str
    raw: bytes
    at: datetime
    latest: datetime


@dataclass
class SimulatedServer:
    """Every mail it ever took. ``latest`` is the latest moment the clock has shown so far.

    ``trouble`` is the share of letters that something happens to, ``deadliness`` how often a worker dies
    while it talks to the server.
    """

    clock: Clock
    trouble: float = 0.15
    deadliness: float = 0.01
    taken: list[Taken] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)
    latest: datetime | None = None

    def look_at_the_clock(self) -> datetime:
        """The latest moment so far: what was due then may leave, also after the clock was set back."""
        self.latest = max(self.clock.now, self.latest or self.clock.now)
        return self.latest

    def take(self, to: str, raw: bytes) -> None:
        name = raw.partition(b"\r\nMessage-ID: ")[2].partition(b"\r\n")[0].decode()
        self.taken.append(Taken(to, name, raw, self.clock.now, self.look_at_the_clock()))
        self.times[name] += 1


class SimulatedMail:
    """The program's way out for mail, several letters at once, answered in any order or not at all."""

    lanes = 3

    def __init__(self, server: SimulatedServer, chance: Chance) -> None:
        self._server = server
        self._chance = chance
        self._under_way: list[Letter] = []

    @property
    def room(self) -> int:
        return self.lanes - len(self._under_way)

    def open(self) -> None:
        """Now and then the server is out of reach."""
        if self._chance.happens(self._server.trouble / 4):
            raise Unreachable("The mail server does not answer.")

    def hand(self, letter: Letter) -> None:
        """Take a letter; the process may die with it in hand."""
        self._under_way.append(letter)
        self._perhaps_die("with a letter handed over")

    def hear(self, wait_s: float) -> list[Answer]:
        """Answer some, in any order."""
        if not self._under_way:
            return []
        some = self._chance.some_of(self._under_way, self.lanes)
        return [self._answered(letter) for letter in some]

    def wake(self) -> None:
        """Nobody waits in ``hear``."""

    def give_up(self) -> list[Answer]:
        """Nobody knows what became of what was under way."""
        answers = []
        for letter in list(self._under_way):
            if self._chance.happens(0.5):
                self._server.take(letter.to, letter.raw)
            answers.append(self._end(letter, Unconfirmed("The connection was given up.")))
        return answers

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """One letter alone, which no delivery is sent by."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is held open."""

    def _answered(self, letter: Letter) -> Answer:
        if not self._chance.happens(self._server.trouble):
            self._server.take(letter.to, letter.raw)
            self._perhaps_die("after the server took a letter")
            return self._end(letter, None)
        kind = self._chance.one_of([Deferred, Rejected, Unreachable, Unconfirmed, None])
        if kind is None:
            self._server.take(letter.to, letter.raw)
            return self._end(letter, Unconfirmed("The connection ended after the closing dot."))
        return self._end(letter, kind("451 as the simulation would have it"))

    def _end(self, letter: Letter, failure: Exception | None) -> Answer:
        self._under_way.remove(letter)
        return Answer(letter, "250 taken", failure)

    def _perhaps_die(self, where: str) -> None:
        if self._chance.happens(self._server.deadliness):
            self._chance.note(f"  killed {where}")
            raise Killed
