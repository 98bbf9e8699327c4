"""How a list over a store of any size is asked for: by key, page by page, never by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

Key = tuple[Any, ...]
"""The values a row is ordered by, its id last, so that no two rows have the same."""


class Order(NamedTuple):
    """The column a list is ordered by; equal values are ordered by id in the same direction."""

    column: str
    descending: bool = False


class Marks(NamedTuple):
    """A list measured: ``keys[i]`` is the key of row ``(i + 1) * every - 1``, counted from 0.

    ``places`` are the rows at which the ids asked about stand; ids not in the list are absent.
    """

    total: int
    keys: Sequence[Key]
    places: Mapping[int, int] = MappingProxyType({})
