"""``ingest``: takes what the broker sends from a file or from standard input."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.commands.command import FAULTY, WELL, Command, opened, operator, store_address
from desktop.commands.import_lists import fault_line
from desktop.language import tr, trn
from desktop.late import late

if TYPE_CHECKING:
    from desktop.models.feed import FeedReport
    from desktop.services import broker_messages, ingesting
    from desktop.services.feed import feed_words
    from desktop.store.store import Store
else:
    broker_messages = late("desktop.services.broker_messages")
    ingesting = late("desktop.services.ingesting")
    feed_words = late("desktop.services.feed.feed_words")

_MOST_SHOWN = 100
_EVERY_S = 0.2


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help=tr("a file of JSON Lines as IB sends it; - for standard input")
    )


def _run(arguments: Namespace) -> int:
    with opened(store_address(arguments, paths.default_store()), create=False) as store:
        line = _RateLine(0 if arguments.file == "-" else _size(Path(arguments.file)))
        try:
            if arguments.file == "-":
                report = ingesting.ingest_stream(store, operator(), sys.stdin.buffer, line)
            else:
                report = ingesting.ingest_file(store, operator(), Path(arguments.file), line)
        finally:
            line.end()
        _print(report)
        _index(store)
    return FAULTY if report.refused else WELL


def _print(report: FeedReport) -> None:
    for lines in (report.faults, report.remarks):
        for line in lines[:_MOST_SHOWN]:
            print(fault_line(line))
        left = len(lines) - _MOST_SHOWN
        if left > 0:
            print(trn("and {n} more", "and {n} more", left))
    for words in feed_words.summary_lines(report):
        print(words)
    if report.refused:
        print(tr("Refused lines are kept; they can be corrected and tried again in the window."))


def _index(store: Store) -> None:
    """Make the new messages quick to find; they are found without it, only more slowly."""
    while broker_messages.index_some(store):
        pass


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # what is wrong is said by whoever opens it


class _RateLine:
    """One line on standard error that is written over: how far, how fast, how long still."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._began = time.monotonic()
        self._shown_at = 0.0
        self._is_shown = sys.stderr.isatty()

    def __call__(self, read: int, taken: int) -> None:
        now = time.monotonic()
        if not self._is_shown or now - self._shown_at < _EVERY_S:
            return
        self._shown_at = now
        spent = max(now - self._began, 0.001)
        words = [trn("{n} record", "{n} records", taken)]
        words.append(tr("{n} a second").format(n=f"{taken / spent:,.0f}"))
        if self._size:
            words.insert(0, f"{100 * read // self._size} %")
            left = spent * (self._size - read) / max(read, 1)
            words.append(tr("{n} s left").format(n=f"{left:,.0f}"))
        sys.stderr.write(f"\r\033[K{', '.join(words)}")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown_at:
            sys.stderr.write("\n")


INGEST = Command(
    "ingest",
    lambda: tr("Take messages, answers and notices of IB from a file of JSON Lines."),
    ("message-center ingest feed.jsonl", "message-center ingest - < feed.jsonl"),
    _add_arguments,
    _run,
)
