"""Many decide on the same messages at the same time, while a worker hands out what is due: one of them wins each."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import staging
from desktop.services.staging_clock import release_due
from tests.support.clock import Clock
from tests.support.staging import enrolled, held_in, lines
from tests.support.stores import add_user, opened, without_undo

if TYPE_CHECKING:
    from desktop.models.held_message import HeldLine
    from desktop.store.store import Store

MESSAGES = 60
CHOICES = (Decision.SEND_AS_IS, Decision.REJECT_ONCE)
ROOT = Path(__file__).parents[3]
# What one more program on the same store does: decide on all as they were looked at, and say which it has decided.
DECIDER = """
import json, sys
from datetime import datetime
from desktop.models.staging import Decision
from desktop.services import staging
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
path, name, moment, decision, chosen = sys.argv[1:]
now = datetime.fromisoformat(moment)
store = open_store(StoreAddress.parse(path), create=False, clock=lambda: now)
with store.read() as unit:
    actor = next(user for user in unit.office.users() if user.name == name)
print("ready", flush=True)
sys.stdin.readline()
done = []
for one in json.loads(chosen):
    done += staging.decide(store, actor, [tuple(one)], Decision(decision)).done
store.close()
print(json.dumps(done))
"""


def prepared(store: Store, clock: Clock, people: int) -> list[tuple[int, int]]:
    """Held messages, and so many who may decide; each message with the version that all look at."""
    actor = add_user(store)
    for number in range(people):
        add_user(store, Role.APPROVER, f"Decider {number}")
    without_undo(store)
    enrolled(store, actor, clock)
    return [(line.id, line.version) for line in held_in(store, actor, clock, MESSAGES)]


def check(store: Store, done: list[list[int]]) -> None:
    """Each message was decided by one of them, once, or went out by itself."""
    won = Counter(number for one in done for number in one)
    assert set(won.values()) <= {1}
    whole: dict[int, HeldLine] = {line.id: line for line in lines(store)}
    assert len(whole) == MESSAGES
    for number, line in whole.items():
        assert (line.decided_by != "") == (number in won)
        is_out = line.outgoing_id is not None
        assert is_out == (line.standing.state is HeldState.DELIVERED)
        assert not (is_out and line.standing.decision.rejects)


def test_ten_programs_on_a_shared_store(postgres_url: str) -> None:
    clock = Clock()
    store = opened(postgres_url, clock)
    chosen = prepared(store, clock, 10)
    programs = [opened(postgres_url, clock) for _ in range(10)]
    start = threading.Barrier(11)

    def decide(place: int) -> list[int]:
        program = programs[place]
        with program.read() as unit:
            actor = next(user for user in unit.office.users() if user.name == f"Decider {place}")
        start.wait()
        done: list[int] = []
        for one in chosen:
            done += staging.decide(program, actor, [one], CHOICES[place % 2]).done
        return done

    def hand_out() -> None:
        start.wait()
        for _ in range(MESSAGES):
            release_due(store, 3)

    with ThreadPoolExecutor(11) as pool:
        worker = pool.submit(hand_out)
        done = list(pool.map(decide, range(10)))
        worker.result()
    assert sum(map(len, done)) == MESSAGES
    check(store, done)
    for program in (*programs, store):
        program.close()


@pytest.mark.parametrize("crosses_the_date", [False, True])
def test_two_processes_on_an_embedded_store(tmp_path: Path, *, crosses_the_date: bool) -> None:
    clock = Clock()
    path = tmp_path / "office.db"
    store = opened(str(path), clock)
    chosen = prepared(store, clock, 2)
    command = [sys.executable, "-c", DECIDER, str(path)]
    moment = clock.now.isoformat()
    processes = [
        subprocess.Popen(
            [*command, f"Decider {place}", moment, CHOICES[place].value, json.dumps(chosen)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for place in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    if crosses_the_date:
        # Their clocks are a little slow: here the delivery date has come, and all that is open goes out.
        clock.move(hours=1)
    while any(process.poll() is None for process in processes):
        release_due(store, 3)
    done = [json.loads(process.communicate()[0]) for process in processes]
    clock.move(hours=2)
    while release_due(store):
        pass
    if not crosses_the_date:
        assert sum(map(len, done)) == MESSAGES
    check(store, done)
    store.close()
