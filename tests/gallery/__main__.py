"""python -m tests.gallery [folder] [--only words] [--short]: writes the pictures."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from pathlib import Path

from PySide6 import QtCore

_HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")


def main() -> int:
    parser = argparse.ArgumentParser(prog="gallery", description="Write a picture of every screen.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("gallery"))
    parser.add_argument("--only", default="", help="screens with this in their names")
    parser.add_argument("--short", action="store_true", help="only the small ones in English")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "tests.support.vault.MemoryKeyring"
    with tempfile.TemporaryDirectory() as home:
        for name in _HOMES:
            os.environ[name] = home
        return _take(arguments.folder, arguments.only, short=arguments.short)


def _heard(_kind: object, _where: object, words: str) -> None:
    """What Qt complains of, but for what the offscreen platform says of every window."""
    if "This plugin does not support" not in words:
        sys.stderr.write(f"{words}\n")


def _take(folder: Path, only: str, *, short: bool) -> int:
    from desktop.app import application  # noqa: PLC0415 - Qt reads the environment that is set above
    from tests.gallery.pictures import take_pictures  # noqa: PLC0415
    from tests.gallery.screens import SCREENS  # noqa: PLC0415

    QtCore.qInstallMessageHandler(_heard)
    app = application()
    app.setCursorFlashTime(0)
    chosen = [screen for name, screen in SCREENS.items() if only in name]
    # As the program and the tests do: a collector that runs inside a destructor of Qt may wait for itself.
    gc.disable()
    count = 0
    for path in take_pictures(app, chosen, folder.absolute(), short=short):
        count += 1
        gc.collect()
        sys.stdout.write(f"{path.name}\n")
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
