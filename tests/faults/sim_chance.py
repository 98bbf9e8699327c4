"""The chance of a simulation: one seeded source, and a trace of all that came of it."""

from __future__ import annotations

import hashlib
import random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Decides everything that is left open. The same seed decides the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.trace: list[str] = []
        self._random = random.Random(seed)  # noqa: S311 - faults that can be repeated, not secrets

    def happens(self, share: float) -> bool:
        """Whether something of this probability happens now."""
        return self._random.random() < share

    def one_of(self, things: list[T]) -> T:
        """Any of ``things``, each as likely."""
        return self._random.choice(things)

    def some_of(self, things: list[T], most: int) -> list[T]:
        """At least one and at most ``most``."""
        return self._random.sample(things, self._random.randint(1, min(most, len(things))))

    def weighted(self, weights: dict[T, float]) -> T:
        """One of the keys, by their weights."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def note(self, words: str) -> None:
        """Write down what happened."""
        self.trace.append(words)

    @property
    def print(self) -> str:
        """A fingerprint of all that happened."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]
