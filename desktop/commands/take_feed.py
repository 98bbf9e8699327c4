"""``take-feed``: what the window starts beside itself to take what the broker sends. No person calls it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from typing import IO

from desktop import paths
from desktop.commands.command import WELL, Command, opened, store_address
from desktop.giving_way import process_gives_way
from desktop.language import tr, use_language
from desktop.services.feed import feed_wire
from desktop.services.feed.feed_watch import FeedNews, watch


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--language", default="en", help=tr("the language of the window"))


def _run(arguments: Namespace) -> int:
    use_language(arguments.language, paths.resources() / "languages")
    # What a library prints must not get between the news.
    to, sys.stdout = sys.stdout.buffer, sys.stderr
    ended = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the window too, which decides
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    process_gives_way()
    threading.Thread(target=_end_with_window, args=(ended,), name="window", daemon=True).start()
    with opened(store_address(arguments, paths.default_store()), create=False) as store:
        _say(to, ended, FeedNews())
        watch(store, ended, lambda news: _say(to, ended, news), while_wanted=True)
    return WELL


def _end_with_window(ended: threading.Event) -> None:
    """Nothing is ever said here; when the window is gone, however it went, there is an end to read."""
    os.read(sys.stdin.fileno(), 1)
    ended.set()


def _say(to: IO[bytes], ended: threading.Event, news: FeedNews) -> None:
    try:
        feed_wire.say(to, news)
    except OSError:
        ended.set()


TAKE_FEED = Command(
    "take-feed",
    lambda: tr("Take what IB sends for a window that is open."),
    ("message-center",),
    _add_arguments,
    _run,
)
