"""A process that answers this one over pipes."""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import IO, TYPE_CHECKING, Protocol, cast

from desktop.late import late

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
else:
    subprocess = late("subprocess")

# Once nobody asks any more, it has only to let go of what it holds.
_LONGEST_S = 2.0


class Child(Protocol):
    """What is said to it and what it answers. To make one raises OSError when it cannot be begun."""

    asked: IO[bytes]
    answers: IO[bytes]

    def end(self, *, at_once: bool) -> None:
        """Wait until it is gone, once nothing more is asked; kill it ``at_once``, or when it takes too long."""


class Spawned:
    """Begun by the system's own call: Python's module for processes takes longer to load than that takes."""

    def __init__(self, words: Sequence[str]) -> None:
        its_in, our_out = os.pipe()
        our_in, its_out = os.pipe()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        ours = [(its_in, 0), (its_out, 1), (nowhere, 2)]
        try:
            self._id = os.posix_spawn(
                words[0], list(words), os.environ,
                file_actions=[(os.POSIX_SPAWN_DUP2, here, there) for here, there in ours],
            )  # fmt: skip
        except OSError:
            os.close(our_in)
            os.close(our_out)
            raise
        finally:
            for here, _ in ours:
                os.close(here)
        self.asked: IO[bytes] = os.fdopen(our_out, "wb")
        self.answers: IO[bytes] = os.fdopen(our_in, "rb")

    def end(self, *, at_once: bool) -> None:
        with contextlib.suppress(OSError):
            self.asked.close()
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            if at_once or not self._falls_silent():
                os.kill(self._id, 9)
            os.waitpid(self._id, 0)
        self.answers.close()

    def _falls_silent(self) -> bool:
        """Whether it closes its answers, which it does when it ends, before it has taken too long."""
        until = time.monotonic() + _LONGEST_S
        while select.select([self.answers], [], [], max(0, until - time.monotonic()))[0]:
            if not os.read(self.answers.fileno(), 65_536):
                return True
        return False


class Opened:
    """Begun by Python's module, where the system has no such call."""

    def __init__(self, words: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.asked = cast("IO[bytes]", self._process.stdin)
        self.answers = cast("IO[bytes]", self._process.stdout)

    def end(self, *, at_once: bool) -> None:
        if at_once:
            self._process.kill()
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._process.communicate(timeout=_LONGEST_S)
            return
        self._process.kill()
        self._process.communicate()


def begun(words: Sequence[str]) -> Child:
    """The program ``words[0]``, by its whole path, with the rest as its arguments. Raises OSError."""
    return Spawned(words) if hasattr(os, "posix_spawn") else Opened(words)
