"""Which keys a file has shown so far, a million of them in little memory, and where each stood first."""

from __future__ import annotations

from collections.abc import Sequence


class SeenKeys:
    """Keys by batch: a line for each key would take as much memory as the keys themselves."""

    def __init__(self) -> None:
        self._batch_of: dict[str, int] = {}
        self._batches: list[tuple[Sequence[str], Sequence[int]]] = []

    def __contains__(self, key: object) -> bool:
        return key in self._batch_of

    def add(self, keys: Sequence[str], lines: Sequence[int]) -> dict[int, int]:
        """Take in a batch; returns, for each place at which a known key stands again, its first line."""
        number = len(self._batches)
        batch = dict.fromkeys(keys, number)
        self._batches.append((keys, lines))
        if len(batch) == len(keys) and self._batch_of.keys().isdisjoint(keys):
            self._batch_of.update(batch)
            return {}
        again = {}
        for place, key in enumerate(keys):
            first = self._batch_of.setdefault(key, number)
            line = self._line(key, first)
            if line != lines[place]:
                again[place] = line
        return again

    def _line(self, key: str, batch: int) -> int:
        keys, lines = self._batches[batch]
        return lines[keys.index(key)]
