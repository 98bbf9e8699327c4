"""The attachments of a sent message: named safely, sized, saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.attachment import AttachedFile
from desktop.views.sent.file_strip import FileStrip


def test_each_file_is_offered_and_saved_as_it_was(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    strip = FileStrip(desk.notices)
    strip.show()
    strip.show_files([AttachedFile("../Fees\u202e.pdf", "application/pdf", b"%PDF" * 600)])
    (button,) = strip.buttons
    assert button.accessibleName() == "Fees.pdf (2.4 KB)"
    button.click()
    dialog = next(each for each in strip.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(tmp_path / "saved.pdf"))
    assert (tmp_path / "saved.pdf").read_bytes() == b"%PDF" * 600
    dialog.reject()
    strip.show_files([])
    assert not strip.isVisible()
    strip.close()
    strip.deleteLater()
