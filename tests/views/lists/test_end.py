"""End leads to the last row there is, also while the list is still being counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, Person, SlowlyMeasured, view_on

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs
    from desktop.views.lists.list_view import ListView

_PEOPLE = 2_000


@pytest.fixture
def source() -> SlowlyMeasured:
    made = SlowlyMeasured(Person(place, f"Person {place:04d}") for place in range(_PEOPLE))
    made.measured.clear()
    return made


@pytest.fixture
def view(source: SlowlyMeasured, jobs: Jobs, qtbot: QtBot) -> ListView:
    model = PagedItemModel(source, COLUMNS, jobs, order=BY_NAME)
    made = view_on(model, qtbot)
    made.show()
    qtbot.waitUntil(lambda: source.calls["page"] > 1 and 0 < model.total < _PEOPLE)
    made.table.setFocus()
    return made


def _count(view: ListView, source: SlowlyMeasured, qtbot: QtBot) -> None:
    source.measured.set()
    qtbot.waitUntil(lambda: view.model.exact)
    qtbot.wait(20)


def test_end_waits_for_the_count(view: ListView, source: SlowlyMeasured, qtbot: QtBot) -> None:
    qtbot.keyClick(view.table, Qt.Key.Key_End)
    assert view.table.currentIndex().row() == view.model.total - 1 < _PEOPLE - 1
    _count(view, source, qtbot)
    assert view.table.currentIndex().row() == _PEOPLE - 1
    qtbot.waitUntil(lambda: view.selection().ids == {_PEOPLE - 1})
    assert view.table.rowAt(view.table.viewport().height() - 2) == _PEOPLE - 1


def test_who_goes_on_meanwhile_is_left_where_he_is(
    view: ListView, source: SlowlyMeasured, qtbot: QtBot
) -> None:
    qtbot.keyClick(view.table, Qt.Key.Key_End)
    qtbot.keyClick(view.table, Qt.Key.Key_Home)
    _count(view, source, qtbot)
    assert view.table.currentIndex().row() == 0


def test_another_filter_begins_anew(view: ListView, source: SlowlyMeasured, qtbot: QtBot) -> None:
    qtbot.keyClick(view.table, Qt.Key.Key_End)
    view.filter_bar.edit.setText("Person 1")
    qtbot.waitUntil(lambda: view.model.narrowed == "Person 1" and source.calls["page"] > 2)
    qtbot.wait(20)
    _count(view, source, qtbot)
    assert view.table.currentIndex().row() != view.model.total - 1
