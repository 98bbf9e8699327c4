"""An office where everything goes wrong keeps its promises, and a seed repeats exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.simulation import Course, Simulation

STEPS = 60


def course_of(folder: Path, seed: int, steps: int = STEPS) -> Course:
    folder.mkdir()
    return Simulation(f"sqlite:///{(folder / 'office.db').as_posix()}", seed).run(steps)


@pytest.mark.parametrize("seed", [4, 7])
def test_no_rule_is_broken(tmp_path: Path, seed: int) -> None:
    course = course_of(tmp_path / "one", seed)
    assert course.messages > 0
    assert course.mails > 0


def test_no_rule_is_broken_on_a_shared_store(postgres_url: str) -> None:
    assert Simulation(postgres_url, 4).run(STEPS).mails > 0


def test_a_seed_repeats_exactly(tmp_path: Path) -> None:
    first = course_of(tmp_path / "first", 4)
    assert course_of(tmp_path / "second", 4) == first
    assert course_of(tmp_path / "other", 5).print != first.print
