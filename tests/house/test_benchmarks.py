"""The benchmark runner finds, measures and reports."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from benchmarks import __main__ as runner
from benchmarks import report
from benchmarks.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = Figure("filter 100,000 accounts", 0.00123, "a proxy model", 1234.5, "ms")


def test_a_subject_is_a_module_that_begins_with_bench(tmp_path: Path) -> None:
    for name in ("bench_filter.py", "bench_email.py", "report.py"):
        (tmp_path / name).touch()
    assert runner.found(tmp_path) == ["email", "filter"]


def test_every_benchmark_is_run_with_the_size_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, done = [], []

    def run(short: bool) -> list[Figure]:
        asked.append(short)
        return [FIGURE]

    benchmark = cast("runner.Benchmark", SimpleNamespace(NAME="Filter", run=run))
    monkeypatch.setattr(runner, "load", lambda subject: benchmark)
    runner.measure(
        ["one", "two"], short=True, done=lambda subject, _made, figures: done.append((subject, figures))
    )
    assert done == [("one", [FIGURE]), ("two", [FIGURE])]
    assert asked == [True, True]


def test_the_table_shows_ours_beside_the_peers() -> None:
    head, rule, row = report.table([FIGURE]).splitlines()
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "filter 100,000 accounts", "0.00123", "a proxy model", "1,234", "ms",
    ]  # fmt: skip
    assert len(head) == len(rule) == len(row)


def test_writing_one_again_replaces_its_section_and_keeps_the_rest() -> None:
    page = "# Benchmarks\n\nHow they are made.\n"
    for subject in ("filter", "start"):
        page = report.rewritten(
            page, subject, report.section(subject, subject, [], date(2026, 1, 2), "2 cores")
        )
    page += "\nAfterwards.\n"
    again = report.rewritten(
        page, "filter", report.section("filter", "Filter", [FIGURE], date(2026, 3, 4), "2 cores")
    )
    assert again.startswith("# Benchmarks\n\nHow they are made.\n")
    assert again.endswith("\nAfterwards.\n")
    assert again.count("2026-01-02") == again.count("2026-03-04") == 1
    assert again.index("filter 100,000 accounts") < again.index("### start")


def test_the_machine_is_told_by_its_size_only() -> None:
    assert "cores" in report.machine()
    assert "Qt 6" in report.machine()


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        runner.main(["no-such-benchmark"])
    assert "no such benchmark: no-such-benchmark" in capsys.readouterr().err


def test_figures_of_a_short_run_are_not_published(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        runner.main(["--short", "--write"])
    assert "long run" in capsys.readouterr().err
