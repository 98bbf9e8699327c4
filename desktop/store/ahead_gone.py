"""Why a process that reads beside this one cannot be asked; apart from it, for most starts need none."""

from __future__ import annotations


class AheadGone(Exception):
    """The process beside this one cannot answer."""
