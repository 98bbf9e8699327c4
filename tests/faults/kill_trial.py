"""Kills a worker at random moments of a sending and compares what the mail server took with the store.

The worker is the program itself (``worker --once``), the mail server a process that outlives it, and a
kill is SIGKILL: nothing in the worker learns of it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import settings
from desktop.content.packing import unpack
from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryState
from desktop.models.mail_server import MailSecurity
from desktop.models.outgoing import MessageDraft
from desktop.services.office import found_office
from desktop.services.sending import send
from desktop.services.settled import tell_settled
from desktop.store.store import utc_now
from tests.faults.recording_server import LINE, print_of
from tests.support.sending import lines
from tests.support.stores import add_accounts, details, opened, without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_ROOT = Path(__file__).parents[2]
_LATER = timedelta(minutes=2)  # more than a lease
_START_S = 3.0  # more than a worker takes until its first mail leaves
_EARLY_DEATHS = 0.15
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What sendings came to, by e-mail and to the Message Center. ``lost``, ``twice`` and ``altered`` must be 0.

    ``lost`` recipients got nothing though the store believes it is done with them and they are not marked
    unconfirmed; ``twice`` got more than one mail and are not marked; ``altered`` mails are kept otherwise
    than they left. Of the ``unconfirmed``, ``had_left`` mails had been taken by the server, and
    ``most_to_one`` is how many one of them got at most.
    """

    recipients: int = 0
    kills: int = 0
    delivered: int = 0
    lost: int = 0
    twice: int = 0
    altered: int = 0
    unconfirmed: int = 0
    had_left: int = 0
    most_to_one: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether what is promised holds."""
        return not (self.lost or self.twice or self.altered)

    def __add__(self, other: Verdict) -> Verdict:
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        return Verdict(
            **{name: max(pair) if name == "most_to_one" else sum(pair) for name, pair in pairs.items()}
        )


class KillTrial:
    """One message to ``recipients`` accounts in the store at ``url``, sent by workers that are killed."""

    def __init__(self, url: str, folder: Path, recipients: int, seed: int) -> None:
        self._url = url
        self._folder = folder
        self._recipients = recipients
        self._chance = random.Random(seed)  # noqa: S311 - only moments to be killed at
        self._store = opened(url, utc_now)
        self._taken = folder / f"taken-{seed}.log"

    def run(self, kills: int) -> Verdict:
        """Kill so often, then let one worker finish, and judge."""
        with _mail_server(self._taken) as port:
            message = self._send(port)
            done = sum(self._life(kills - number) for number in range(kills))
            self._take_over()
            assert self._worker().wait(_PATIENCE_S) == 0, "the last worker failed"
            verdict = self._judge(message, done)
        self._store.close()
        return verdict

    def _send(self, port: int) -> int:
        actor = found_office(self._store, "Harbor Advisors", "Ada Byron", "ada@office.example")
        with self._store.write() as unit:
            unit.office.save_settings(
                {
                    settings.MAIL_HOST.key: "127.0.0.1",
                    settings.MAIL_PORT.key: port,
                    settings.MAIL_SECURITY.key: MailSecurity.NONE.value,
                    settings.MAIL_FROM.key: "news@office.example",
                }
            )
            unit.commit()
        without_undo(self._store)
        accounts = add_accounts(self._store, (details(number) for number in range(1, self._recipients + 1)))
        draft = MessageDraft(
            channels=channels_of("WE"),
            accounts=accounts,
            reply_to=actor.email,
            subject="Your quarter, {{ account_number }}",
            content="Dear {{ account_title }},\n\n" + "nothing has changed. " * 40,
        )
        return send(self._store, actor, draft).message_id

    def _life(self, lives_left: int) -> bool:
        """Start a worker and kill it, by chance while it starts, while it sends or between; True if it was alive."""
        worker = self._worker()
        before = self._count()
        share = max(1, 2 * (self._recipients - before) // (lives_left + 1))
        wanted = before + self._chance.randint(1, share)
        dies_early = self._chance.random() < _EARLY_DEATHS
        give_up = time.monotonic() + (self._chance.uniform(0.05, _START_S) if dies_early else _PATIENCE_S)
        while worker.poll() is None and self._count() < wanted and time.monotonic() < give_up:
            time.sleep(0.001)  # only the moment of the kill, which is random anyway
        time.sleep(self._chance.uniform(0, 0.02))
        was_alive = worker.poll() is None
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self._take_over()
        return was_alive

    def _take_over(self) -> None:
        """What another worker does when the lease of the dead one has run out, without waiting for that."""
        later = opened(self._url, lambda: utc_now() + _LATER)
        with later.write() as unit:
            unit.outbox.give_up_abandoned("It may or may not have arrived.")
            tell_settled(unit, unit.outbox.newly_settled)
            unit.commit()
        later.close()

    def _worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "desktop", "worker", "--once", "--store", self._url]
        silent = subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd=_ROOT, env=self._environment(), stdin=silent, stdout=silent, stderr=silent
        )

    def _environment(self) -> Mapping[str, str]:
        home = self._folder / "home"
        home.mkdir(exist_ok=True)
        own = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        return {**os.environ, **own, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

    def _count(self) -> int:
        return self._taken.stat().st_size // LINE if self._taken.exists() else 0

    def _judge(self, message: int, kills: int) -> Verdict:
        logged = [line.split() for line in self._taken.read_text("utf-8").splitlines()]
        taken = Counter(address for address, _, _ in logged)
        found = lines(self._store, message)
        mails = {each.address: each for each in found if each.channel is Channel.EMAIL}
        of = {state: {a for a, each in mails.items() if each.state is state} for state in DeliveryState}
        unconfirmed, delivered = of[DeliveryState.UNCONFIRMED], of[DeliveryState.DELIVERED]
        posted = self._posted(message)
        return Verdict(
            recipients=len(mails),
            kills=kills,
            delivered=len(delivered),
            lost=self._recipients
            - len(unconfirmed)
            - sum(taken[address] > 0 for address in delivered)
            + sum(count == 0 for count in posted),
            twice=sum(count > 1 for address, count in taken.items() if address not in unconfirmed)
            + sum(count > 1 for count in posted),
            altered=sum(
                self._kept_print(mails[address].id) != left
                for address, _, left in logged
                if address in delivered
            ),
            unconfirmed=len(unconfirmed),
            had_left=sum(taken[address] > 0 for address in unconfirmed),
            most_to_one=max((taken[address] for address in unconfirmed), default=0),
        )

    def _posted(self, message: int) -> list[int]:
        """How often each recipient has it in the message center."""
        with self._store.read() as unit:
            return [len(unit.sent.client_messages(each)) for each in unit.messages.accounts_of(message)]

    def _kept_print(self, delivery: int) -> str:
        with self._store.read() as unit:
            kept = unit.contents.of(delivery)
        if kept is None:
            return ""
        _, packed, base = kept
        return print_of(unpack(packed, base.dictionary, base.tail))


@contextmanager
def _mail_server(log: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.faults.recording_server", str(log)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()
