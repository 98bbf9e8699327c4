"""``python3 dev.py faults kill`` or ``simulate``: faults on purpose, many of them, for whoever wants to see it with their own eyes."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.store.store import utc_now
from tests.faults.kill_trial import KillTrial, Verdict
from tests.faults.simulation import Simulation
from tests.support import postgres
from tests.support.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS_A_SENDING = 10
_LAST_LINES = 60


def main() -> int:
    chosen = _arguments()
    postgres.prepare_template(_migrate)
    stores = ("sqlite", "postgresql") if chosen.store == "both" else (chosen.store,)
    run = {"kill": _kill_on, "simulate": _simulate_on}[chosen.command]
    try:
        summaries = [run(store, chosen) for store in stores]
    finally:
        postgres.stop()
    _say("\n" + "\n".join(words for words, _ in summaries))
    return int(not all(is_kept for _, is_kept in summaries))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 dev.py faults", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    kill = commands.add_parser("kill", help="kill -9 the worker at random moments of a sending")
    kill.add_argument("--kills", type=int, default=200, help="how many, on each store (200)")
    kill.add_argument("--recipients", type=int, default=2_000, help="of each sending (2000)")
    kill.add_argument("--seed", type=int, default=1, help="the first seed; each sending takes the next (1)")
    simulate = commands.add_parser("simulate", help="an office where everything goes wrong, by seeds")
    simulate.add_argument("--first", type=int, default=1, help="the first seed (1)")
    simulate.add_argument("--seeds", type=int, default=200, help="how many, on each store (200)")
    simulate.add_argument("--steps", type=int, default=200, help="of each seed (200)")
    for command in (kill, simulate):
        command.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    return parser.parse_args()


def _kill_on(kind: str, chosen: argparse.Namespace) -> tuple[str, bool]:
    """What it came to in words, and whether nobody was lost or written to twice without a mark."""
    total, seed = Verdict(), chosen.seed
    while total.kills < chosen.kills:
        verdict = _one_sending(
            kind, chosen.recipients, seed, min(KILLS_A_SENDING, chosen.kills - total.kills)
        )
        total += verdict
        _say(f"{kind} {total.kills:3} of {chosen.kills} kills, seed {seed}: {_words(verdict)}")
        seed += 1
    return f"{kind}: {_words(total)}", total.is_kept


def _simulate_on(kind: str, chosen: argparse.Namespace) -> tuple[str, bool]:
    """What it came to. Raises where a rule was broken; what led to it is printed, and its seed repeats it."""
    mails = deaths = 0
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        with _fresh_store(kind) as (url, _folder):
            simulation = Simulation(url, seed)
            try:
                course = simulation.run(chosen.steps)
            except Exception:
                _say("\n".join(simulation.chance.trace[-_LAST_LINES:]))
                _say(f"{kind} seed {seed}: a rule is broken after the steps above")
                raise
        mails, deaths = mails + course.mails, deaths + course.deaths
        _say(f"{kind} seed {seed}: {course.messages} messages, {course.mails} mails, {course.deaths} deaths")
    return f"{kind}: {chosen.seeds} seeds, {mails:,} mails, {deaths:,} deaths, no rule broken", True


def _one_sending(kind: str, recipients: int, seed: int, kills: int) -> Verdict:
    with _fresh_store(kind) as (url, folder):
        return KillTrial(url, folder, recipients, seed).run(kills)


@contextmanager
def _fresh_store(kind: str) -> Iterator[tuple[str, Path]]:
    """The address of an empty store, and a folder for what comes with it."""
    folder = Path(tempfile.mkdtemp(prefix="mc-faults-"))
    name = postgres.server().create() if kind == "postgresql" else ""
    try:
        yield (
            (postgres.server().url(name) if name else f"sqlite:///{(folder / 'office.db').as_posix()}"),
            folder,
        )
    finally:
        if name:
            postgres.server().drop(name)
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str) -> None:
    opened(url, utc_now).close()


def _words(verdict: Verdict) -> str:
    return (
        f"{verdict.kills} kills, {verdict.recipients:,} recipients, {verdict.delivered:,} delivered, "
        f"{verdict.lost} lost, {verdict.twice} sent twice unmarked, {verdict.altered} kept otherwise than sent, "
        f"{verdict.unconfirmed} unconfirmed ({verdict.had_left} of them had left)"
    )


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
