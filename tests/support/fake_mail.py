"""A way out for mail that leads nowhere: it remembers what it was given and fails as told."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from desktop.channels.mail import Answer, Deferred, Unreachable
from desktop.channels.one_by_one import OneByOne
from desktop.services.ways import Ways

PATIENCE_S = 20.0


@dataclass
class FakeMail(OneByOne):
    """``answers`` holds what is raised for an address, one a try; then its mail is taken."""

    answers: dict[str, list[Exception]] = field(default_factory=dict)
    trouble: Unreachable | None = None
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    closed: int = 0

    def open(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        self.open()
        self.tried.append(to)
        if self.answers.get(to):
            raise self.answers[to].pop(0)
        self.sent.append((to, raw))
        return "250 OK"

    def close(self) -> None:
        self.closed += 1

    @property
    def recipients(self) -> list[str]:
        return [to for to, _ in self.sent]

    def ways(self) -> Ways:
        return Ways(smtp=lambda server, password: self, folder=lambda: self, password=lambda: None)


@dataclass
class ClearingMail(FakeMail):
    """As by SMTP: after a refusal it has no room until it has been listened to once more."""

    is_clearing: bool = False
    asked_for_room: int = 0

    @property
    def room(self) -> int:
        self.asked_for_room += 1
        if self.asked_for_room > 1_000:
            raise AssertionError("room is asked for, but nobody listens to what would make it")
        return 0 if self.is_clearing else super().room

    def hear(self, wait_s: float) -> list[Answer]:
        self.asked_for_room = 0
        answers = super().hear(wait_s)
        self.is_clearing = any(answer.failure is not None for answer in answers)
        return answers


@dataclass
class ListenedToMail(FakeMail):
    """As by SMTP over four connections: what is under way is answered to whoever waits for it.

    With ``keeps`` so many are answered only when the last mail, of ``letters``, has been handed over: until then
    a wait ends by being woken, or fails.
    """

    letters: int = 0
    keeps: int = 0
    answered: int = 0
    woken: threading.Event = field(default_factory=threading.Event)

    @property
    def room(self) -> int:
        return max(2 * self.lanes - len(self._answered), 0)

    def hear(self, wait_s: float) -> list[Answer]:
        if not wait_s:
            return []
        kept = self.keeps if len(self.tried) < self.letters else 0
        if len(self._answered) <= kept:
            assert self.woken.wait(PATIENCE_S), "nobody said that mails may begin"
            self.woken.clear()
            return []
        some, self._answered = self._answered[: self.lanes], self._answered[self.lanes :]
        self.answered += len(some)
        return list(some)

    def wake(self) -> None:
        self.woken.set()


def later(times: int) -> list[Exception]:
    return [Deferred("451 4.7.1 Try again later") for _ in range(times)]
