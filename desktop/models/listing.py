"""How a list over a store of any size is asked for: by key, page by page, never by position."""

from __future__ import annotations

from dataclasses import dataclass

Key = tuple[object, int]
"""Where a row stands in an order: the value of the ordering column, and the row's id."""


@dataclass(frozen=True, slots=True)
class Order:
    """The column a list is ordered by; equal values are ordered by id in the same direction."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """``total`` rows; ``keys[i]`` is the key of row ``(i + 1) * every - 1``, counted from 0."""

    total: int
    every: int
    keys: tuple[Key, ...]
