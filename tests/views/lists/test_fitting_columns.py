"""In a narrow window columns give way, or are left out, before a list scrolls to the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetrics

from desktop.views.lists.column import Column
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, ROW, InMind, MemorySource, Person

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


def list_of_one(columns: list[Column[Person]], jobs: Jobs, qtbot: QtBot) -> ListView:
    """A list with these columns and one row."""
    model = PagedItemModel(MemorySource([Person(1, "Person", 1)]), columns, jobs, order=BY_NAME, subjects=[])
    view = ListView("fitted", model, InMind(), filter_of=str, placeholder="", row_height=ROW)
    model.setParent(view)
    qtbot.addWidget(view)
    return view


def test_a_spare_column_is_left_out_until_there_is_room(jobs: Jobs, qtbot: QtBot) -> None:
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=40),
        Column("type", "Type", lambda row: row.name, width=24, spare=True),
        Column("amount", "Amount", lambda row: row.amount, width=9),
        Column("by", "By", lambda row: row.name, width=14, spare=True),
    ]
    view = list_of_one(columns, jobs, qtbot)
    header = view.table.horizontalHeader()
    shown = {}
    # What counts is how many letters there is room for.
    letter = header.fontMetrics().averageCharWidth()
    for room in (125, 56, 31):
        view.resize(room * letter, 300)
        view.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        assert header.length() - header.width() <= 1
        shown[room] = [not header.isSectionHidden(place) for place in range(4)]
    assert shown[125] == [True, True, True, True]
    assert shown[56] == [True, True, True, False], "the last of them first"
    assert shown[31] == [True, False, True, False]
    header.resizeSection(0, 200)
    view.resize(1200, 300)
    assert not header.isSectionHidden(1), "also where a hand has set the others meanwhile"


def test_a_list_that_was_narrow_at_first_uses_the_room_of_a_window_that_grows(
    jobs: Jobs, qtbot: QtBot
) -> None:
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=40),
        Column("type", "Type", lambda row: row.name, width=24, spare=True),
        Column("amount", "Amount", lambda row: row.amount, width=9),
    ]
    remembered = InMind()
    people = [Person(number, "Person", number) for number in range(1, 100)]
    model = PagedItemModel(MemorySource(people), columns, jobs, order=BY_NAME, subjects=[])
    view = ListView("grown", model, remembered, filter_of=str, placeholder="", row_height=ROW)
    model.setParent(view)
    qtbot.addWidget(view)
    header = view.table.horizontalHeader()
    view.resize(300, 300)
    view.show()
    # The bar for scrolling that comes with the rows has the columns fitted while they are being fitted.
    qtbot.waitUntil(lambda: model.total == len(people) and not jobs.busy)
    QCoreApplication.processEvents()
    assert header.isSectionHidden(1)
    narrow = header.sectionSize(0)
    view.resize(1400, 300)
    QCoreApplication.processEvents()
    assert not header.isSectionHidden(1)
    assert header.sectionSize(0) > 2 * narrow
    assert '"widths": {}' in remembered.value("lists/grown", '"widths": {}'), "no hand has set anything"


def test_columns_that_give_do_so_before_the_list_scrolls_to_the_side(jobs: Jobs, qtbot: QtBot) -> None:
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=36),
        Column("folder", "Folder", lambda row: row.name, width=20, gives=True),
        Column("date", "Date", lambda row: row.amount, width=13, has_figures=True),
        Column("by", "By", lambda row: row.name, width=20, gives=True),
    ]
    view = list_of_one(columns, jobs, qtbot)
    header = view.table.horizontalHeader()
    found = {}
    for room in (900, 400):
        view.resize(room, 300)
        view.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        assert header.length() - header.width() <= 1
        found[room] = [header.sectionSize(place) for place in range(3)]
    assert found[400][1] < found[900][1]
    assert found[400][2] == found[900][2], "a date is whole or says nothing"


def test_a_moment_has_room_for_bold_figures(jobs: Jobs, qtbot: QtBot) -> None:
    """That of an unread row is not cut, also where the figures of a font are wider than its letters."""
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=40),
        Column("moment", "At", lambda row: row.name, width=13, has_figures=True),
    ]
    view = list_of_one(columns, jobs, qtbot)
    view.resize(900, 300)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    bold = QFont(view.table.font())
    bold.setBold(True)
    assert view.table.columnWidth(1) >= QFontMetrics(bold).horizontalAdvance("0" * 12)


def test_where_there_is_room_a_column_has_it_for_the_letters_of_its_rows(jobs: Jobs, qtbot: QtBot) -> None:
    """Those of a title are smaller, so that words measured by them would be cut beside an empty subject."""
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=30),
        Column("by", "By", lambda row: row.name, width=14),
        Column("folder", "Folder", lambda row: row.name, width=16, gives=True),
    ]
    view = list_of_one(columns, jobs, qtbot)
    header = view.table.horizontalHeader()
    small = QFont(view.table.font())
    small.setPixelSize(max(QFontMetrics(small).height() // 2, 6))
    header.setFont(small)
    letter = view.table.fontMetrics().averageCharWidth()
    assert letter > header.fontMetrics().averageCharWidth()
    found = {}
    for room in (100, 40):
        view.resize(room * letter, 300)
        view.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        assert header.length() - header.width() <= 1
        found[room] = [header.sectionSize(place) for place in range(3)]
    assert found[100][1] >= 14 * letter + 2 * 8, "and for what is left free on both sides of them"
    assert found[100][0] > 30 * letter, "what is left over is for the wide ones"
    assert found[40][1] < 14 * letter, "no wide one gives way to that"
