"""Asks for files, and begins where the last one for the same purpose was, on this computer."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from desktop.views.kit.file_icons import file_icons
from desktop.views.remembered_file import remembered_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class FilePurpose(enum.StrEnum):
    """What a file is chosen or saved for; each has a folder of its own."""

    IMPORT = "import"
    FEED = "feed"
    ATTACH = "attach"
    PICTURE = "picture"
    LETTER = "letter"
    TABLE = "table"


def file_dialog(parent: QWidget, title: str, purpose: FilePurpose) -> QFileDialog:
    """A dialog that remembers the folder of what is chosen, and is gone when it is closed."""
    # It looks into the folder that it is made with, or into the current one, before it can be told how.
    dialog = QFileDialog(parent, title, QDir.rootPath())
    dialog.setIconProvider(file_icons())
    dialog.setDirectory(_folder_for(purpose))
    dialog.filesSelected.connect(lambda files: _keep_folder(purpose, files))
    # Deleting it here and not on close: closing comes before fileSelected.
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    return dialog


def _folder_for(purpose: FilePurpose) -> str:
    """The last one if it is still there, else the person's documents."""
    remembered = remembered_here()
    last = remembered.value(_key(purpose), "") if remembered is not None else ""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    found = (str(each) for each in (last, documents) if each and Path(str(each)).is_dir())
    return next(found, str(Path.home()))


def _keep_folder(purpose: FilePurpose, files: Sequence[str]) -> None:
    remembered = remembered_here()
    if remembered is not None and files:
        chosen = Path(files[0])
        remembered.set_value(_key(purpose), str(chosen if chosen.is_dir() else chosen.parent))


def _key(purpose: FilePurpose) -> str:
    return f"folder.{purpose.value}"
