"""``gui``: opens the window. Qt is loaded only here, so that the other commands need no display."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
from argparse import ArgumentParser, Namespace

from desktop import paths
from desktop.commands.command import Command, store_address
from desktop.commands.late_support import LateSupport
from desktop.composition import begin_ahead
from desktop.errors import Refused
from desktop.language import tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sample", action="store_true", help=tr("open the sample office, and make it if it is not there yet")
    )


def _run(arguments: Namespace) -> int:
    if not has_display():
        raise Refused(
            tr("There is no display"),
            tr("The window needs a screen, and this session has none."),
            tr("Start it from a desktop, or under a virtual screen: xvfb-run message-center"),
        )
    address = store_address(arguments, paths.sample_store() if arguments.sample else paths.default_store())
    # Nothing that is loaded is garbage. From then on the window has it collected (bridge/garbage.py).
    gc.disable()
    # The server is asked while Qt is loaded.
    ahead = begin_ahead(address)
    load_qt()
    app = importlib.import_module("desktop.app")
    code: int = app.run_gui(address, sample=arguments.sample, ahead=ahead)
    return code


def load_qt() -> None:
    """Load Qt without its hook on imports, and without its words for signatures until one is asked for.

    The hook reads the source of every module that is loaded afterwards, in search of a feature that
    nothing here uses.
    """
    with LateSupport():
        importlib.import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def has_display() -> bool:
    """Whether a window can be shown; on Linux without a display Qt would end the program."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


GUI = Command(
    "gui",
    lambda: tr("Open the window. This is what happens without a command, too."),
    ("message-center", "message-center gui --sample", "message-center gui --store /data/office.db"),
    _add_arguments,
    _run,
)
