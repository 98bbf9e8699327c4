"""Where the keyboard stands in a list that had it before there were any rows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.change import Subject
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, MemorySource, Person, view_on

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


def _list(jobs: Jobs, qtbot: QtBot, count: int = 5) -> ListView:
    people = [Person(number, f"Person {number:05}", count - number) for number in range(count)]
    model = PagedItemModel(MemorySource(people), COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS])
    return view_on(model, qtbot)


def _show_before_rows(view: ListView, jobs: Jobs, qtbot: QtBot) -> None:
    """The table has the focus first, and then its rows."""
    gate = threading.Event()
    for _ in range(3):  # as many as there are readers
        jobs.read(gate.wait, 10)
    view.show()
    view.activateWindow()
    view.table.setFocus()
    qtbot.waitUntil(view.table.hasFocus)
    assert view.model.total == 0
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_list_that_had_the_keyboard_before_its_rows_opens_the_first_by_enter(
    jobs: Jobs, qtbot: QtBot
) -> None:
    view = _list(jobs, qtbot)
    _show_before_rows(view, jobs, qtbot)
    assert view.table.currentIndex().row() == 0
    assert view.selection().count == 0, "nobody has chosen it"
    with qtbot.waitSignal(view.opened) as told:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert told.args == [0]


def test_where_the_current_row_does_something_enter_first_goes_to_it(jobs: Jobs, qtbot: QtBot) -> None:
    view = _list(jobs, qtbot)
    view.begins_somewhere = False
    _show_before_rows(view, jobs, qtbot)
    assert not view.table.currentIndex().isValid()
    with qtbot.assertNotEmitted(view.opened):
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.selection().ids == {0}


@pytest.mark.parametrize("count", [150, 3_000])
def test_a_row_that_nobody_chose_does_not_hold_the_view(jobs: Jobs, qtbot: QtBot, count: int) -> None:
    """The focus alone made it current; in another order its place is at the end."""
    view = _list(jobs, qtbot, count)
    _show_before_rows(view, jobs, qtbot)
    for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        view.table.sortByColumn(0, order)
        qtbot.waitUntil(lambda: not jobs.busy and view.model.exact)
        assert view.table.verticalScrollBar().value() == 0
        assert view.table.currentIndex().row() == 0
    assert view.selection().count == 0
    assert view.model.id_at(0) == count - 1


def test_a_row_that_was_chosen_is_still_where_the_keyboard_is(jobs: Jobs, qtbot: QtBot) -> None:
    view = _list(jobs, qtbot, 3_000)
    _show_before_rows(view, jobs, qtbot)
    view.table.selectRow(0)
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not jobs.busy and view.model.exact)
    assert view.model.id_at(view.table.currentIndex().row()) == 0
    assert view.selection().ids == {0}


# Lists whose buttons act on the rows that are chosen.


def _choosing(jobs: Jobs, qtbot: QtBot, count: int = 5) -> ListView:
    view = _list(jobs, qtbot, count)
    view.chooses_first = True
    return view


def test_where_buttons_act_on_what_is_chosen_the_first_row_is_when_the_keyboard_comes(
    jobs: Jobs, qtbot: QtBot
) -> None:
    view = _choosing(jobs, qtbot)
    with qtbot.waitSignal(view.selection_changed):
        _show_before_rows(view, jobs, qtbot)
    assert view.selection().ids == {0}


def test_it_is_chosen_too_when_the_rows_were_there_before_the_keyboard(jobs: Jobs, qtbot: QtBot) -> None:
    view = _choosing(jobs, qtbot)
    view.show()
    view.activateWindow()
    view.filter_bar.edit.setFocus()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert view.selection().count == 0
    view.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: view.selection().ids == {0})


def test_what_nobody_but_the_list_chose_gives_way_to_the_first_of_another_order(
    jobs: Jobs, qtbot: QtBot
) -> None:
    view = _choosing(jobs, qtbot, 3_000)
    _show_before_rows(view, jobs, qtbot)
    for order, first in ((Qt.SortOrder.DescendingOrder, 2_999), (Qt.SortOrder.AscendingOrder, 0)):
        view.table.sortByColumn(0, order)
        qtbot.waitUntil(lambda: not jobs.busy and view.model.exact)
        assert view.table.verticalScrollBar().value() == 0
        assert view.selection().ids == {first}
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not jobs.busy and view.model.exact)
    assert view.selection().ids == {1}, "this one a person has gone to"


def test_a_press_of_the_mouse_chooses_what_it_hits_and_nothing_else(jobs: Jobs, qtbot: QtBot) -> None:
    view = _choosing(jobs, qtbot)
    view.show()
    view.activateWindow()
    view.filter_bar.edit.setFocus()
    qtbot.waitUntil(lambda: not jobs.busy)
    heard: list[frozenset[int]] = []
    view.selection_changed.connect(lambda: heard.append(view.selection().ids))
    place = view.table.visualRect(view.model.index(2, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard[-1] == {2}
    assert {0} not in heard
