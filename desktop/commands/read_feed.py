"""``read-feed``: what whoever takes a great feed starts beside itself to read and check its lines. No person calls it."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
from argparse import ArgumentParser, Namespace

from desktop import paths
from desktop.commands.command import WELL, Command
from desktop.giving_way import process_gives_way
from desktop.language import tr, use_language
from desktop.services.feed import feed_reader


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--language", default="en", help=tr("the language of whoever takes the feed"))


def _run(arguments: Namespace) -> int:
    use_language(arguments.language, paths.resources() / "languages")
    # What a library prints must not get between the batches.
    to, sys.stdout = sys.stdout.buffer, sys.stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the one that takes too, which decides
    process_gives_way()
    # Python's collector would look at all records again and again; between two batches there are none.
    gc.disable()
    gc.freeze()
    with contextlib.suppress(OSError):  # nobody takes it any more
        feed_reader.tell_blocks(sys.stdin.buffer, to)
    return WELL


READ_FEED = Command(
    feed_reader.READ_FEED,
    lambda: tr("Read a feed of IB for a program that takes it."),
    ("message-center",),
    _add_arguments,
    _run,
)
