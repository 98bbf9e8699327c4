"""Asks where to save a file, and says what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.notices import NoticeBus
    from desktop.views.kit import file_dialogs
else:
    file_dialogs = late("desktop.views.kit.file_dialogs")


def ask_where(
    parent: QWidget, title: str, name: str, save: Callable[[Path], object], notices: NoticeBus
) -> QFileDialog:
    """Propose ``name``; ``save`` may raise OSError."""
    dialog = file_dialogs.file_dialog(parent, title, file_dialogs.FilePurpose.LETTER)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: save_as(Path(path), save, notices))
    dialog.open()
    return dialog


def save_as(path: Path, save: Callable[[Path], object], notices: NoticeBus) -> None:
    """Save, and tell of it."""
    try:
        save(path)
    except OSError as error:
        refusal = Refused(
            tr("The file was not saved"), error.strerror or str(error), tr("Choose another place.")
        )
        notices.trouble(refusal)
    else:
        notices.tell(tr("Saved as {file}.").format(file=path.name))
