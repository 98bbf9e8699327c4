"""Which keys a file has shown so far, a million of them in little memory, and where each stood first."""

from __future__ import annotations

from collections.abc import Sequence


class SeenKeys:
    """Keys by batch: a line for each key would take as much memory as the keys themselves."""

    def __init__(self) -> None:
        self._batch_of: dict[str, int] = {}
        self._batches: list[tuple[Sequence[str], Sequence[int]]] = []
        self._has_again = False

    def __contains__(self, key: object) -> bool:
        return key in self._batch_of

    def add(self, keys: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Take in a batch; returns, for each place at which a known key stands again, its first line."""
        number = len(self._batches)
        if self._are_new(keys, number):
            self._batches.append((keys, lines))
            return {}
        self._batches.append((keys, lines))
        again = {}
        for place, key in enumerate(keys):
            first = self._batch_of.setdefault(key, number)
            line = self._line(key, first)
            if line != lines[place]:
                again[place] = line
        return again

    def _are_new(self, keys: Sequence[str], number: int) -> bool:
        """Whether none of ``keys`` is known; only then they are taken in."""
        batch = dict.fromkeys(keys, number)
        if self._has_again:
            if len(batch) < len(keys) or not self._batch_of.keys().isdisjoint(keys):
                return False
            self._batch_of.update(batch)
            return True
        # To look first takes as long as to take them in; so nothing is looked at until a key stands again.
        before = len(self._batch_of)
        self._batch_of.update(batch)
        if len(self._batch_of) == before + len(keys):
            return True
        self._has_again = True
        self._batch_of.clear()
        for place in reversed(range(number)):
            self._batch_of.update(dict.fromkeys(self._batches[place][0], place))
        return False

    def _line(self, key: str, batch: int) -> int:
        keys, lines = self._batches[batch]
        return lines[keys.index(key)]
