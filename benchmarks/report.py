"""Turns figures into a table, and the table into the generated section of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from benchmarks.figure import Figure

BEGIN = "<!-- figures of {subject}: written by `python3 dev.py bench --write` -->"
END = "<!-- end of figures of {subject} -->"
HEAD = ("what", "ours", "peer", "the peer's", "unit")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def _cells(figure: Figure) -> tuple[str, ...]:
    return (figure.name, _number(figure.ours), figure.peer, _number(figure.peer_value), figure.unit)


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table with aligned columns."""
    rows = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    head, *rest = (
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (head, rule, *rest))


def machine() -> str:
    """What it was measured on, in sizes and versions: no names."""
    memory = f"{_memory_gib():.0f} GiB memory, " if hasattr(os, "sysconf") else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, {memory}{platform.system()}, Python {python}, Qt {qVersion()}"


def _memory_gib() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


def section(subject: str, name: str, figures: Sequence[Figure], day: date, where: str) -> str:
    """The generated section of one benchmark, from its first mark to its last."""
    told = f"### {name}\n\nMeasured on {day.isoformat()}: {where}.\n\n{table(figures)}"
    return f"{BEGIN.format(subject=subject)}\n{told}\n{END.format(subject=subject)}"


def rewritten(page: str, subject: str, new: str) -> str:
    """``page`` with the section of ``subject`` replaced, or added at its end where there is none."""
    before, mark, rest = page.partition(BEGIN.format(subject=subject))
    if not mark:
        return f"{page.rstrip()}\n\n{new}\n"
    _, _, after = rest.partition(END.format(subject=subject))
    return f"{before}{new}{after}"
