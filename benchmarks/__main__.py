"""Runs the benchmarks: ``python -m benchmarks [--short] [--write] [names]``.

A benchmark is a module ``bench_<subject>.py`` here with a ``NAME`` and a ``run(short)`` that
returns figures, each beside its peer in the same run. A short run shows that all of them work.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from benchmarks import report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.figure import Figure

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"


class Benchmark(Protocol):
    """What a module ``bench_*.py`` offers."""

    NAME: str

    def run(self, short: bool) -> list[Figure]:  # noqa: FBT001 - a module's function, called by this name
        """Measure; with ``short`` at a size that takes about a second."""


def found(folder: Path = FOLDER) -> list[str]:
    """The subjects that can be measured."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def load(subject: str) -> Benchmark:
    """The benchmark of a subject."""
    return cast("Benchmark", importlib.import_module(f"benchmarks.bench_{subject}"))


def measure(
    subjects: Sequence[str], *, short: bool, done: Callable[[str, Benchmark, list[Figure]], None]
) -> None:
    """Measure one after the other, so that none disturbs another, and hand each one's figures to ``done``."""
    for subject in subjects:
        benchmark = load(subject)
        print(f"{benchmark.NAME} ...", flush=True)
        done(subject, benchmark, benchmark.run(short=short))


def main(words: list[str]) -> int:
    """Measure what is named, print the tables, and with ``--write`` put each into the page as it comes."""
    subjects = found()
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--short", action="store_true", help="small sizes: shows that the benchmarks work")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    parser.add_argument("names", nargs="*", help=f"which of: {', '.join(subjects) or 'none yet'}")
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.names) - set(subjects))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    if asked.write and asked.short:
        parser.error("--write takes a long run")

    def done(subject: str, benchmark: Benchmark, figures: list[Figure]) -> None:
        print(report.table(figures), flush=True)
        if asked.write:
            _write(subject, benchmark, figures)

    measure(asked.names or subjects, short=asked.short, done=done)
    return 0


def _write(subject: str, benchmark: Benchmark, figures: list[Figure]) -> None:
    page = PAGE.read_text("utf-8") if PAGE.exists() else "# Benchmarks\n"
    new = report.section(subject, benchmark.NAME, figures, datetime.now(UTC).date(), report.machine())
    PAGE.write_text(report.rewritten(page, subject, new), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
