"""How one short list of ids becomes another by taking rows out and putting rows in."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class EditKind(enum.StrEnum):
    REMOVE = "remove"
    INSERT = "insert"


class Edit(NamedTuple):
    """Rows ``first`` to ``last``, both within; an insert takes these places of the new list."""

    kind: EditKind
    first: int
    last: int


def edits(old: Sequence[int], new: Sequence[int]) -> tuple[Edit, ...] | None:
    """Removals (from the end) and then insertions (from the start), or None where rows changed places."""
    before, after = set(old), set(new)
    if [row_id for row_id in old if row_id in after] != [row_id for row_id in new if row_id in before]:
        return None
    gone = [place for place, row_id in enumerate(old) if row_id not in after]
    come = [place for place, row_id in enumerate(new) if row_id not in before]
    removals = [Edit(EditKind.REMOVE, first, last) for first, last in reversed(_runs(gone))]
    return (*removals, *(Edit(EditKind.INSERT, first, last) for first, last in _runs(come)))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
