"""Where in a text something stands, as a person counts: lines and columns from 1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1; the column counts characters (code points)."""

    line: int
    column: int


def place_at(text: str, index: int) -> Place:
    """The place of the character ``index`` of ``text``."""
    before = text[: max(index, 0)]
    return Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
