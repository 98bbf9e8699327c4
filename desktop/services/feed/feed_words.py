"""What became of a file of the feed, in words: for its report, the command line and the window."""

from __future__ import annotations

from datetime import datetime

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.feed import FeedReport
from desktop.models.imports import RowFault
from desktop.services.office_day import clock_words

_MOST_IN_REPORT = 10_000


def report_words(name: str, report: FeedReport, there: datetime) -> str:
    """What became of a file, to be read by whoever sent it; ``there`` is the time by the office's clock."""
    lines = [
        tr("{file}, taken {moment}").format(file=name, moment=clock_words(there)),
        *summary_lines(report),
        *map(_fault_line, report.faults[:_MOST_IN_REPORT]),
        *map(_fault_line, report.remarks[:_MOST_IN_REPORT]),
    ]
    return "\n".join(lines) + "\n"


def refusal_words(name: str, refused: Refused, there: datetime) -> str:
    """Why no line of a file was read, to be read by whoever sent it."""
    heading = tr("{file}, refused {moment}").format(file=name, moment=clock_words(there))
    return f"{heading}\n{refused.sentence}\n{refused.remedy}\n"


def summary_lines(report: FeedReport) -> list[str]:
    """The counts of a file in words, each on a line; those that are zero are left out."""
    counted = [
        trn("{n} record taken.", "{n} records taken.", report.taken),
        trn("{n} was there already.", "{n} were there already.", report.known) if report.known else "",
        trn("{n} refused.", "{n} refused.", report.refused) if report.refused else "",
        refused_before_words(report),
        trn("{n} remark.", "{n} remarks.", len(report.remarks)) if report.remarks else "",
    ]
    return [words for words in counted if words]


def refused_before_words(report: FeedReport) -> str:
    """How many of the refused lines are kept already, here or in the same file; empty where none is."""
    before = report.refused - report.newly_refused
    if not before:
        return ""
    return trn(
        "{n} of them was refused before and is not kept twice.",
        "{n} of them were refused before and are not kept twice.",
        before,
    )


def _fault_line(fault: RowFault) -> str:
    return tr("line {line}: {reason}").format(line=fault.line, reason=fault.reason)
