"""``worker``: delivers what the office sends, without a window."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from types import FrameType
from typing import TYPE_CHECKING

from desktop import paths
from desktop.commands.command import WELL, Command, opened, store_address
from desktop.language import tr, trn
from desktop.late import late

if TYPE_CHECKING:
    from desktop import composition
    from desktop.models.step_report import StepReport
    from desktop.services import worker
else:
    composition = late("desktop.composition")
    worker = late("desktop.services.worker")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help=tr("end when nothing is due any more"))


def _run(arguments: Namespace) -> int:
    address = store_address(arguments, paths.default_store())
    ended = threading.Event()
    _end_calmly(ended)
    with opened(address, create=False) as store:
        sys.stderr.write(tr("Delivering for {store}. Ctrl+C ends it.").format(store=address.label) + "\n")
        worker.run(store, composition.ways_for(address), ended, once=arguments.once, report=_say)
    return WELL


def _end_calmly(ended: threading.Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _say(report: StepReport) -> None:
    if report.trouble:
        sys.stderr.write(report.trouble + "\n")
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
