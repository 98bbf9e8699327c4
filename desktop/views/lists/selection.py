"""Which rows are chosen, without naming a million of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowSelection:
    """Either ``ids``, or all that pass the filter but ``except_ids``.

    ``count`` is the number of rows chosen. ``reading`` says that ids of some chosen rows are
    still being read: wait for the next ``selection_changed`` before acting on ``ids``.
    """

    all: bool = False
    ids: frozenset[int] = frozenset()
    except_ids: frozenset[int] = frozenset()
    count: int = 0
    reading: bool = False

    def __bool__(self) -> bool:
        return self.count > 0
