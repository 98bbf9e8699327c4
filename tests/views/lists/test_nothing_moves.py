"""What stands in a list stays where it is when a row is chosen or a filter is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QPoint
from PySide6.QtWidgets import QPushButton

from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, InMind, MemorySource, Person

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


def _made(people: list[Person], jobs: Jobs, qtbot: QtBot) -> ListView:
    model = PagedItemModel(MemorySource(people), COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS])
    view = ListView(
        "people", model, InMind(), filter_of=lambda text: text or None, placeholder="Filter", row_height=28
    )
    qtbot.addWidget(view)
    view.resize(600, 400)
    return view


def test_words_do_not_move_when_their_row_is_chosen(jobs: Jobs, qtbot: QtBot) -> None:
    view = _made([Person(1, "Ada"), Person(2, "Ada")], jobs, qtbot)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: not jobs.busy)
    view.table.setFocus()
    view.table.selectRow(0)
    qtbot.waitUntil(view.table.hasFocus)

    def ink(row: int) -> tuple[int, ...]:
        """The lines of the cell in which something stands, without the edge that says where the keyboard is."""
        rect = view.table.visualRect(view.model.index(row, 0)).adjusted(6, 2, -2, -2)
        picture = view.table.viewport().grab(rect).toImage()
        ground = picture.pixel(picture.width() - 1, 0)
        across = range(picture.width())
        return tuple(y for y in range(picture.height()) if any(picture.pixel(x, y) != ground for x in across))

    assert ink(0) == ink(1)


def test_a_row_where_the_keyboard_was_looks_like_all_others(jobs: Jobs, qtbot: QtBot) -> None:
    view = _made([Person(1, "Ada"), Person(2, "Ada"), Person(3, "Ada")], jobs, qtbot)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    stays = QItemSelectionModel.SelectionFlag.NoUpdate
    view.table.selectionModel().setCurrentIndex(view.model.index(1, 0), stays)
    view.filter_bar.edit.setFocus()

    def picture(row: int) -> QImage:
        across = view.table.visualRect(view.model.index(row, 0))
        return view.table.viewport().grab(across).toImage()

    assert picture(1) == picture(0)
    assert picture(1) == picture(2)


def test_a_filter_stays_where_it_is_when_the_count_grows(jobs: Jobs, qtbot: QtBot) -> None:
    view = _made([Person(number, f"Person {number:05}") for number in range(1_204)], jobs, qtbot)
    button = QPushButton("Unread")
    view.add_filter(button)
    view.resize(700, 400)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "1,204")
    QCoreApplication.sendPostedEvents()
    before = button.mapTo(view, QPoint())
    view.filter_bar.edit.setText("0012")
    qtbot.waitUntil(lambda: not jobs.busy)
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "11 of 1,204")
    QCoreApplication.sendPostedEvents()
    assert button.mapTo(view, QPoint()) == before


def test_a_filter_stays_where_it_is_when_rows_come_and_go_while_the_list_is_narrowed(
    jobs: Jobs, qtbot: QtBot
) -> None:
    people = [Person(number, f"Person {number:05}") for number in range(1_204)]
    view = _made(people, jobs, qtbot)
    source = view.model._source
    assert isinstance(source, MemorySource)
    button = QPushButton("Trash")
    view.add_filter(button)
    view.resize(700, 400)
    view.show()
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "1,204")
    view.filter_bar.edit.setText("0012")
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "11 of 1,204")
    view.count_apart(is_apart=True)
    view.filter_bar.edit.setText("0013")
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "11")
    QCoreApplication.sendPostedEvents()
    before = button.mapTo(view, QPoint())
    del source.people[130]
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.DELETED, frozenset({130})),)))
    qtbot.waitUntil(lambda: view.filter_bar.count.text() == "10")
    QCoreApplication.sendPostedEvents()
    assert button.mapTo(view, QPoint()) == before
