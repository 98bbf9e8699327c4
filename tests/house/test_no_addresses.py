"""The locks name what is installed and its hashes, and nothing of where it came from or who made them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"]
PIN = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==[0-9][\w.]*( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(lock: Path) -> dict[str, list[str]]:
    """Every requirement of a lock, with its hashes."""
    entries = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    return {entry.split(" --hash")[0].strip(): HASH.findall(entry) for entry in entries}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_is_a_pin_with_hashes(lock: Path) -> None:
    for pin, hashes in pins(lock).items():
        assert PIN.fullmatch(pin), pin
        assert hashes, pin


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "requirements" / "dev.in"], ids=lambda lock: lock.name)
def test_there_is_no_address_option_or_path(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)
    assert not re.search(r"(^|\s)(/|\.\.?/|[A-Z]:\\)", text.replace("\\\n", "\n"))


def test_the_program_is_developed_on_what_it_runs_on() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    strangers = {pin.split(" ;")[0] for pin in run} - {pin.split(" ;")[0] for pin in dev}
    assert not strangers
