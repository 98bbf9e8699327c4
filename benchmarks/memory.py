"""How much memory this process has taken at its peak."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterable


def peak_mb() -> float:
    """On Linux not as ``getrusage`` has it: there a process begins with the peak of whoever started it.

    Windows does not tell.
    """
    if sys.platform == "win32":
        return 0.0
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 2**10
    # macOS counts in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def shared_mb(processes: Iterable[int]) -> float:
    """What these processes take together now; what they share counts once. Linux only; else 0."""
    total = 0
    for number in processes:
        # One that has just ended takes nothing.
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 2**10


def peak_of_children_mb() -> float:
    """How much the processes that this one began, and that still run, have taken at their peaks. Linux only; else 0."""
    threads = Path("/proc/self/task")
    if not threads.exists():
        return 0.0
    numbers = [number for thread in threads.iterdir() for number in (thread / "children").read_text().split()]
    peak = 0.0
    for number in numbers:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{number}/status").read_text()
            peak += sum(
                int(line.split()[1]) / 2**10 for line in status.splitlines() if line.startswith("VmHWM:")
            )
    return peak
