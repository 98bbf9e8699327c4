"""The command line: finds the command, runs it, and turns every end into words and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import desktop
from desktop import paths
from desktop.commands.command import INTERRUPTED, REFUSED, STORE_VARIABLE, UNEXPECTED, WELL, Command
from desktop.errors import Cancelled, Refused
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from desktop.commands import (
        demo,
        doctor,
        gui,
        import_lists,
        ingest,
        password,
        read_ahead,
        read_feed,
        take_feed,
        worker,
    )
else:
    demo = late("desktop.commands.demo")
    doctor = late("desktop.commands.doctor")
    gui = late("desktop.commands.gui")
    import_lists = late("desktop.commands.import_lists")
    ingest = late("desktop.commands.ingest")
    password = late("desktop.commands.password")
    read_ahead = late("desktop.commands.read_ahead")
    read_feed = late("desktop.commands.read_feed")
    take_feed = late("desktop.commands.take_feed")
    worker = late("desktop.commands.worker")

COMMANDS: Mapping[str, Callable[[], Command]] = {
    "gui": lambda: gui.GUI,
    "demo": lambda: demo.DEMO,
    "import": lambda: import_lists.IMPORT,
    "ingest": lambda: ingest.INGEST,
    "worker": lambda: worker.WORKER,
    "password": lambda: password.PASSWORD,
    "doctor": lambda: doctor.DOCTOR,
}
"""In the order in which help shows them; only the one that is named is loaded."""

FOR_ITSELF: Mapping[str, Callable[[], Command]] = {
    "read-ahead": lambda: read_ahead.READ_AHEAD,
    "read-feed": lambda: read_feed.READ_FEED,
    "take-feed": lambda: take_feed.TAKE_FEED,
}
"""What the program calls itself; help is silent about it."""

WITHOUT_A_COMMAND = "gui"
_ASKING = ("-h", "--help", "--version")
_LOG = logging.getLogger("desktop")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code.

    0 all is well, 1 a fault of the program or, for doctor, something that is not well, 2 wrong
    usage, 3 refused, 4 faulty rows in an import, 130 stopped with Ctrl+C.
    """
    words = _with_default(list(sys.argv[1:] if argv is None else argv))
    try:
        arguments = _parser(words[0] if words else "").parse_args(words)
    except SystemExit as end:
        return int(end.code or WELL)
    try:
        return _run(arguments)
    except Refused as refusal:
        _complain(refusal.title, refusal.sentence, refusal.remedy)
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        _complain(tr("Stopped. Nothing was left half done."))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNEXPECTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: logged, and said calmly
        return _unexpected(error)


def _run(arguments: Namespace) -> int:
    command: Command = arguments.command
    return command.run(arguments)


def _with_default(words: list[str]) -> list[str]:
    """Without a command the window opens, if this installation has one."""
    names_one = bool(words) and (not words[0].startswith("-") or words[0] in _ASKING)
    return words if names_one or WITHOUT_A_COMMAND not in COMMANDS else [WITHOUT_A_COMMAND, *words]


def _parser(named: str) -> ArgumentParser:
    """Of the command that is named; of all where it is none of them, for help and for wrong usage."""
    parser = ArgumentParser(
        prog="message-center",
        description=tr("Reads, writes and records the messages of an office to its clients."),
        epilog=tr("Each command tells more: message-center COMMAND --help"),
    )
    parser.add_argument("--version", action="version", version=desktop.__version__)
    commands = parser.add_subparsers(metavar=tr("COMMAND"), required=True, title=tr("commands"))
    known = FOR_ITSELF if named in FOR_ITSELF else COMMANDS
    for name in [named] if named in known else known:
        command = known[name]()
        added = commands.add_parser(
            command.name,
            help=command.summary(),
            description=command.summary(),
            epilog="\n".join((tr("Examples:"), *(f"  {example}" for example in command.examples))),
            formatter_class=RawDescriptionHelpFormatter,
        )
        added.add_argument(
            "--store",
            metavar=tr("PATH_OR_URL"),
            help=tr(
                "a file on this computer or a PostgreSQL URL without a password; otherwise {variable}"
                " decides, or this person's own store"
            ).format(variable=STORE_VARIABLE),
        )
        command.add_arguments(added)
        added.set_defaults(command=command)
    return parser


def _unexpected(error: Exception) -> int:
    folder = paths.logs()
    log = folder / "message-center.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(log, encoding="utf-8")
    except OSError:
        handler = None
    if handler is not None:
        _LOG.addHandler(handler)
        _LOG.error("A command failed", exc_info=error)
        _LOG.removeHandler(handler)
        handler.close()
    _complain(
        tr("Something went wrong"),
        tr("This is a fault of the program ({kind}).").format(kind=type(error).__name__),
        tr("The details are in {log}.").format(log=log) if handler else "",
    )
    return UNEXPECTED


def _complain(*words: str) -> None:
    sys.stderr.write("".join(f"{word}\n" for word in words if word))
