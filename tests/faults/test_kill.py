"""Killed at random moments: nobody is lost, and nobody is written to twice without a mark."""

from __future__ import annotations

from pathlib import Path

from tests.faults.kill_trial import KillTrial


def test_killed_at_random_moments(store_url: str, tmp_path: Path) -> None:
    verdict = KillTrial(store_url, tmp_path, 300, seed=1).run(3)
    assert (verdict.recipients, verdict.lost, verdict.twice) == (300, 0, 0)
    assert verdict.most_to_one <= 1
    assert verdict.kills > 0, "no worker was alive when it was killed"
