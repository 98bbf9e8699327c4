"""``worker``: delivers what the office sends, without a window."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from desktop import paths
from desktop.collecting import collect_seldom
from desktop.commands.command import WELL, Command, opened, store_address
from desktop.language import tr, trn
from desktop.late import late

if TYPE_CHECKING:
    from desktop import composition
    from desktop.models.step_report import StepReport
    from desktop.services import worker
    from desktop.services.feed import feed_watch, feed_words
    from desktop.store.store import Store
else:
    composition = late("desktop.composition")
    worker = late("desktop.services.worker")
    feed_watch = late("desktop.services.feed.feed_watch")
    feed_words = late("desktop.services.feed.feed_words")

_log = logging.getLogger(__name__)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help=tr("end when nothing is due any more"))


def _run(arguments: Namespace) -> int:
    address = store_address(arguments, paths.default_store())
    ended = threading.Event()
    _end_calmly(ended)
    with opened(address, create=False) as store:
        sys.stderr.write(tr("Delivering for {store}. Ctrl+C ends it.").format(store=address.label) + "\n")
        collect_seldom()
        ways, builders = composition.ways_for(address), composition.mail_builders()
        hands_over = not address.is_embedded
        if address.is_embedded or arguments.once:
            # The window on an embedded store watches the folder by itself.
            worker.run(
                store,
                ways,
                ended,
                once=arguments.once,
                report=_say,
                builders=builders,
                hands_over=hands_over,
            )
        else:
            with _watching(store, ended):
                worker.run(store, ways, ended, report=_say, builders=builders, hands_over=hands_over)
    return WELL


@contextmanager
def _watching(store: Store, ended: threading.Event) -> Iterator[None]:
    """Take what IB sends on a thread beside the deliveries, until those end."""
    thread = threading.Thread(target=_watch, args=(store, ended), name="feed")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _watch(store: Store, ended: threading.Event) -> None:
    try:
        feed_watch.watch(store, ended, _say_fed)
    except Exception:  # noqa: BLE001  whatever ends the feed must be seen
        _log.exception("the feed has ended")
        sys.stderr.write(tr("Messages of IB are not taken any more. Restart the worker.") + "\n")


def _say_fed(news: feed_watch.FeedNews) -> None:
    if news.trouble is not None:
        sys.stderr.write(f"{news.trouble.title}: {news.trouble.sentence} {news.trouble.remedy}\n")
    elif news.taken is not None:
        refused = news.taken.refused
        whole = [] if refused is None else [refused.sentence, refused.remedy]
        words = " ".join(whole or feed_words.summary_lines(news.taken.report))
        print(tr("{file}: {words}").format(file=news.taken.name, words=words), flush=True)


def _end_calmly(ended: threading.Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _say(report: StepReport) -> None:
    trouble = report.store_trouble.sentence if report.store_trouble is not None else report.trouble
    if trouble:
        sys.stderr.write(trouble + "\n")
    if report.delivered or report.failed or report.unconfirmed:
        parts = [
            trn("{n} delivered", "{n} delivered", report.delivered),
            trn("{n} failed", "{n} failed", report.failed),
            trn("{n} unconfirmed", "{n} unconfirmed", report.unconfirmed),
        ]
        print(", ".join(parts), flush=True)


WORKER = Command(
    "worker",
    lambda: tr("Deliver what the office sends; for a shared store, run one on a server."),
    ("message-center worker --store postgresql://server.example/office", "message-center worker --once"),
    _add_arguments,
    _run,
)
