"""The menu of a list, asked for by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from desktop.models.change import Subject
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, InMind, MemorySource, Person

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


def test_a_menu_asked_for_by_keyboard_comes_where_it_is_seen(jobs: Jobs, qtbot: QtBot) -> None:
    people = [Person(number, f"Person {number:05}", number) for number in range(500)]
    model = PagedItemModel(MemorySource(people), COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS])
    view = ListView(
        "people", model, InMind(), filter_of=lambda text: text or None, placeholder="Filter", row_height=28
    )
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    view.table.customContextMenuRequested.emit(QPoint(40, 9_000))  # the current row has scrolled away
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.y() <= view.mapToGlobal(QPoint(0, view.height())).y()
    menu.close()
