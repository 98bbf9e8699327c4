"""Opens folders outside the program, in whatever this computer shows folders with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.errors import Refused
from desktop.language import tr

if TYPE_CHECKING:
    from pathlib import Path


def open_place(folder: Path) -> None:
    """Show the folder, made if need be. Raises Refused when it cannot be made or nothing opens it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _closed(error.strerror or tr("unknown reason")) from error
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise _closed(tr("no program is set to show folders"))


def _closed(reason: str) -> Refused:
    return Refused(
        tr("The folder could not be opened"),
        tr("This computer says: {reason}.").format(reason=reason),
        tr("Copy the path and open it yourself."),
    )
