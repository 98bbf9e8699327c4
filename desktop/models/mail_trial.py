"""What came of trying a mail server, step by step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step: what was tried, whether it went well, what was found, and what to do if it did not."""

    name: str
    ok: bool
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TrialReport:
    """The steps in their order, up to and with the first that failed."""

    steps: tuple[TrialStep, ...]

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)
