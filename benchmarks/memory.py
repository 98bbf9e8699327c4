"""How much memory this process has taken at its peak."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource


def peak_mb() -> float:
    """Windows does not tell."""
    if sys.platform == "win32":
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10
