"""The watch for parts that flash up as windows sees one."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.flashes import Flashes


def test_a_part_shown_before_it_has_a_parent_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    flashes = Flashes(qapp)
    page, quiet, early = QWidget(), QLabel("quiet"), QLabel("early")
    early.setVisible(True)
    column = QVBoxLayout(page)
    column.addWidget(quiet)
    column.addWidget(early)
    page.show()
    flashes.stop()
    page.close()
    page.deleteLater()
    assert len(flashes.seen) == 1
