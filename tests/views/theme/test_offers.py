"""The list of a combo box stands under it, so that the choice is seen, and shows its last offer whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("theme")


@pytest.mark.parametrize("many", [2, 8])
def test_every_offer_is_whole_and_none_lies_on_the_box(qtbot: QtBot, many: int) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QComboBox()
    box.addItems([f"offer {number}" for number in range(many)])
    box.setCurrentIndex(1)
    layout = QVBoxLayout(page)
    layout.addWidget(box)
    layout.addStretch(1)
    page.resize(300, 80)
    page.show()

    box.showPopup()

    offers = box.view()
    last = offers.visualRect(offers.model().index(many - 1, 0))
    assert offers.viewport().rect().contains(last)
    assert offers.verticalScrollBar().maximum() == 0
    assert offers.mapToGlobal(QPoint()).y() >= box.mapToGlobal(box.rect().bottomLeft()).y()
    box.hidePopup()
