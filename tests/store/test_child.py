"""A process beside ours is begun, asked and ended, whichever way it is begun."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.store.child import Child, Opened, Spawned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ECHO = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"
DEAF = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)"

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="the system has no such call"),
    pytest.mark.parametrize("kind", [Spawned, Opened]),
]


def open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_what_is_said_is_answered(kind: Callable[[Sequence[str]], Child]) -> None:
    child = kind([sys.executable, "-c", ECHO])
    child.asked.write(b"one\n")
    child.asked.flush()
    assert child.answers.readline().strip() == b"ONE"
    child.end(at_once=False)
    assert child.answers.closed


@pytest.mark.parametrize("at_once", [True, False])
def test_one_that_does_not_end_is_killed(
    kind: Callable[[Sequence[str]], Child], *, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.child._LONGEST_S", 0.05)
    child = kind([sys.executable, "-c", DEAF])
    number = int(child.answers.readline())
    child.end(at_once=at_once)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_program_that_is_not_there_leaves_nothing_open(kind: Callable[[Sequence[str]], Child]) -> None:
    before = open_files()
    with pytest.raises(OSError, match="such"):
        kind(["/no/such/program"])
    assert open_files() == before
