"""Killed in the middle of sending: nobody is forgotten, and nobody is written to twice without a mark."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.settings import MAIL_CONNECTIONS
from desktop.store.store import utc_now
from tests.support.sending import lines, sent_message, totals
from tests.support.stores import opened

_ROOT = Path(__file__).parents[2]
_COUNT = 120
_MAILS = 150


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The port of a mail server that outlives its senders, and the list of the recipients it took."""
    log = tmp_path / "sink.log"
    arguments = [sys.executable, "-m", "tests.services.mail_sink", str(log)]
    with subprocess.Popen(arguments, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), log
        server.kill()


def start(url: str, way: Path | str, later_s: float) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-m", "tests.services.killed_worker", url, str(way), str(later_s)]
    return subprocess.Popen(arguments, cwd=_ROOT)


def kill_after(worker: subprocess.Popen[bytes], log: Path, mails: int) -> bool:
    """Kill it when the log names so many; returns whether it was still running."""
    while worker.poll() is None:
        if log.exists() and log.read_bytes().count(b"\n") >= mails:
            worker.kill()
            return worker.wait() != 0
        with suppress(subprocess.TimeoutExpired):
            worker.wait(0.01)  # a watcher that never rests takes the processor from the worker
    return False


@pytest.mark.parametrize("seed", [1])
def test_killed_at_a_random_moment(store_url: str, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - only a moment to be killed at
    store = opened(store_url, utc_now)
    message = sent_message(store, _COUNT, "WE")
    folder, log = tmp_path / "mail", tmp_path / "mail.log"
    for life in range(1):
        so_far = log.read_bytes().count(b"\n") if log.exists() else 0
        assert kill_after(start(store_url, folder, 120 * life), log, so_far + chance.randint(1, _COUNT // 3))
    assert start(store_url, folder, 120).wait() == 0
    attempts = Counter(log.read_text().split())
    found = lines(store, message)
    for line in found:
        if line.channel is Channel.MESSAGE_CENTER:
            assert line.state is DeliveryState.DELIVERED
        elif line.state is DeliveryState.DELIVERED:
            assert attempts[line.address] == 1
        else:
            assert line.state is DeliveryState.UNCONFIRMED
            assert attempts[line.address] <= 1
    with store.read() as unit:
        posted = Counter(len(unit.sent.client_messages(a)) for a in unit.messages.accounts_of(message))
    assert posted == {1: _COUNT}
    counted = totals(store, message)
    assert (counted.total, counted.is_settled) == (2 * _COUNT, True)
    assert counted.unconfirmed <= 2 * MAIL_CONNECTIONS.default
    store.close()


def test_killed_twice_while_a_real_server_takes_mail(
    store_url: str, tmp_path: Path, sink: tuple[str, Path]
) -> None:
    chance = random.Random(7)  # noqa: S311 - only moments to be killed at
    store = opened(store_url, utc_now)
    message = sent_message(store, _MAILS)
    port, log = sink
    for life in range(2):
        so_far = log.read_bytes().count(b"\n") if log.exists() else 0
        assert kill_after(start(store_url, port, 120 * life), log, so_far + chance.randint(1, _MAILS // 3))
    assert start(store_url, port, 240).wait() == 0
    taken = Counter(log.read_text().split())
    found = lines(store, message)
    store_totals = totals(store, message)
    store.close()
    assert len(found) == _MAILS
    for line in found:
        assert line.state in {DeliveryState.DELIVERED, DeliveryState.UNCONFIRMED}
        assert taken[line.address] == 1 or line.state is DeliveryState.UNCONFIRMED
        assert taken[line.address] <= 1
    counted = Counter(line.state for line in found)
    assert (store_totals.delivered, store_totals.unconfirmed) == (
        counted[DeliveryState.DELIVERED],
        counted[DeliveryState.UNCONFIRMED],
    )
    assert store_totals.total == _MAILS
    assert store_totals.unconfirmed <= 4 * MAIL_CONNECTIONS.default
