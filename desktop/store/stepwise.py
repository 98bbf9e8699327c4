"""Ids in their order, asked for as they are wanted: a few at first, then more at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

LONGEST_STEP = 8_192
_FIRST_STEP, _GROWTH = 64, 4


def stepwise(ask: Callable[[int | None, int], Sequence[int]], last: int | None) -> Iterator[int]:
    """The ids beyond ``last``; ``ask`` gives, of those beyond an id, at most so many."""
    step = _FIRST_STEP
    while True:
        ids = ask(last, step)
        yield from ids
        if len(ids) < step:
            return
        last, step = ids[-1], min(step * _GROWTH, LONGEST_STEP)
