"""Where what takes long to make is put: a folder that goes with the run, or one that is kept for the next.

The variable MESSAGE_CENTER_BENCH_KEEP names a folder to be kept; what is in it is measured anew, not made anew.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = "MESSAGE_CENTER_BENCH_KEEP"


@contextmanager
def kept_folder() -> Iterator[Path]:
    """A folder to make things in."""
    kept = os.environ.get(_VARIABLE, "")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        yield Path(folder)
