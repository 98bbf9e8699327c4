"""Killed at random moments: nobody is lost, and nobody is written to twice without a mark."""

from __future__ import annotations

from pathlib import Path

from desktop.services.ahead import MOST_A_LANE
from desktop.settings import MAIL_CONNECTIONS
from tests.faults.kill_trial import KillTrial

_MOST_A_KILL = MOST_A_LANE * MAIL_CONNECTIONS.default


def test_killed_at_random_moments(store_url: str, tmp_path: Path) -> None:
    verdict = KillTrial(store_url, tmp_path, 300, seed=1).run(3)
    assert verdict.is_kept, verdict
    assert verdict.recipients == verdict.delivered + verdict.unconfirmed == 300
    assert verdict.most_to_one <= 1
    assert verdict.kills > 0, "no worker was alive when it was killed"
    assert verdict.unconfirmed <= _MOST_A_KILL * verdict.kills
