"""Folders in Manage Templates: made, named, filled by menu and by dragging, taken away and brought back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.office import Role
from desktop.models.template import Shelf
from desktop.services.template_folders import create_folder, move_templates, template_folders
from desktop.services.templates import create_template, delete_templates, template_of
from desktop.views.templates.folder_list import TEMPLATES_MIME
from desktop.views.templates.folder_name_dialog import FolderNameDialog
from desktop.views.templates.templates_page import TemplatesPage
from tests.support.looks import Memory
from tests.views.templates.test_templates_page import LETTERS, choose, letter, names


@pytest.fixture
def ids(desk: Desk) -> list[int]:
    return [create_template(desk.store, desk.actor, letter(name)).template_id for name in LETTERS]


@pytest.fixture
def folder(desk: Desk) -> int:
    return create_folder(desk.store, desk.actor, "Letters & notes")


@pytest.fixture
def page(desk: Desk, ids: list[int], folder: int, qtbot: QtBot) -> Iterator[TemplatesPage]:
    page = TemplatesPage(desk, Memory())
    page.show()
    page.list.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: names(page) == list(LETTERS) and bool(page.folders.folders))
    yield page
    page.close()
    page.deleteLater()


def counts(page: TemplatesPage) -> dict[str, int]:
    shelf = page.folders.list
    items = [shelf.item(row) for row in range(shelf.count())]
    return {item.text(): item.data(int(Qt.ItemDataRole.UserRole) + 2) for item in items if item.text()}


def drop(page: TemplatesPage, ids: list[int], row: int) -> None:
    shelf = page.folders.list
    data = QMimeData()
    data.setData(TEMPLATES_MIME, json.dumps(ids).encode())
    place = QPointF(shelf.visualItemRect(shelf.item(row)).center())
    none = Qt.KeyboardModifier.NoModifier
    shelf.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))


def dialog(page: TemplatesPage) -> FolderNameDialog:
    return next(each for each in page.findChildren(FolderNameDialog) if each.isVisible())


def test_a_template_is_moved_by_the_menu_and_listed_by_its_folder(
    page: TemplatesPage, desk: Desk, folder: int, qtbot: QtBot
) -> None:
    choose(page, "Invitation")
    next(act for act in page.move_menu.actions() if act.text() == "Letters && notes").trigger()
    qtbot.waitUntil(lambda: counts(page)["Letters & notes"] == 1)
    assert counts(page) == {"All templates": 3, "No folder": 2, "Letters & notes": 1, "Deleted": 0}
    page.folders.list.choose(folder)
    qtbot.waitUntil(lambda: names(page) == ["Invitation"])
    page.folders.list.choose(Shelf.NO_FOLDER)
    qtbot.waitUntil(lambda: names(page) == ["Annual letter", "Welcome"])
    (told,) = desk.notices.take()
    assert told.text == "1 template moved to “Letters & notes”."
    assert told.action is not None
    told.action()
    qtbot.waitUntil(lambda: names(page) == list(LETTERS))


def test_templates_are_dragged_into_a_folder(page: TemplatesPage, ids: list[int], qtbot: QtBot) -> None:
    model = page.list.model
    dragged = model.mimeData([model.index(row, 0) for row in (0, 2)])
    assert json.loads(bytes(dragged.data(TEMPLATES_MIME).data())) == [ids[0], ids[2]]
    assert page.list.table.dragEnabled()
    drop(page, [ids[0], ids[2]], 2)
    qtbot.waitUntil(lambda: model.index(0, 7).data() == "Letters & notes")
    qtbot.waitUntil(lambda: counts(page)["Letters & notes"] == 2)
    drop(page, [ids[0]], 1)
    qtbot.waitUntil(lambda: counts(page)["Letters & notes"] == 1)


def test_what_is_dragged_is_a_word_and_not_the_rows(page: TemplatesPage, ids: list[int]) -> None:
    table = page.list.table
    assert table.drag() is None
    table.selectRow(0)
    drag = table.drag()
    assert drag is not None
    assert json.loads(bytes(drag.mimeData().data(TEMPLATES_MIME).data())) == [ids[0]]
    picture = drag.pixmap().deviceIndependentSize()
    assert table.fontMetrics().horizontalAdvance("1 template") < picture.width() < table.width() / 2
    assert picture.height() < 2 * table.rowHeight(0)
    drag.deleteLater()


def test_nothing_is_dropped_where_it_would_mean_nothing(
    page: TemplatesPage, ids: list[int], qtbot: QtBot
) -> None:
    heard: list[object] = []
    page.folders.list.templates_dropped.connect(lambda *each: heard.append(each))
    for row in (0, 3, 4):
        drop(page, ids, row)
    assert heard == []


def test_a_folder_is_made_and_a_taken_name_is_said(page: TemplatesPage, qtbot: QtBot) -> None:
    page.folders.new_button.click()
    asked = dialog(page)
    QTest.keyClicks(asked.name, "letters & NOTES")
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "already a folder" in asked.field.problem)
    asked.name.setText("Fees")
    with qtbot.waitSignal(asked.accepted):
        asked.yes.click()
    qtbot.waitUntil(lambda: "Fees" in counts(page))


def test_a_folder_is_renamed_with_f2(page: TemplatesPage, folder: int, qtbot: QtBot) -> None:
    assert not page.folders.rename.isEnabled()
    page.folders.list.choose(folder)
    page.folders.rename.trigger()
    asked = dialog(page)
    assert asked.name.selectedText() == "Letters & notes"
    asked.name.setText("Post")
    with qtbot.waitSignal(asked.accepted):
        asked.yes.click()
    qtbot.waitUntil(lambda: "Post" in counts(page))
    assert page.folders.list.place == folder


def test_deleting_a_folder_can_be_undone(
    page: TemplatesPage, desk: Desk, ids: list[int], folder: int, qtbot: QtBot
) -> None:
    move_templates(desk.store, desk.actor, [template_of(desk.store, ids[0])], folder)
    page.folders.list.choose(folder)
    qtbot.waitUntil(lambda: names(page) == ["Annual letter"])
    page.folders.delete.trigger()
    qtbot.waitUntil(lambda: "Letters & notes" not in counts(page))
    assert page.folders.list.place is Shelf.ALL
    qtbot.waitUntil(lambda: names(page) == list(LETTERS))
    (told,) = desk.notices.take()
    assert told.text == "Folder “Letters & notes” deleted. 1 template is in no folder now."
    assert told.action is not None
    told.action()
    qtbot.waitUntil(lambda: counts(page).get("Letters & notes") == 1)


def test_a_colleagues_folder_appears_and_the_loser_of_a_race_is_told(
    page: TemplatesPage, desk: Desk, folder: int, qtbot: QtBot
) -> None:
    page.folders.list.choose(folder)
    seen = page.folders.list.folder
    assert seen is not None
    with desk.store.write("Grace Hopper") as unit:
        unit.template_folders.rename(folder, seen.version, "Grace's")
        unit.commit()
    page.folders.delete.trigger()
    qtbot.waitUntil(lambda: "Grace's" in counts(page))
    told: list[str] = []

    def is_told() -> bool:
        told.extend(each.text for each in desk.notices.take())
        return bool(told)

    qtbot.waitUntil(is_told)
    assert told == ["The folder was not changed"]
    assert [each.name for each in template_folders(desk.store).folders] == ["Grace's"]


def test_what_was_deleted_is_found_and_restored(
    page: TemplatesPage, desk: Desk, ids: list[int], qtbot: QtBot
) -> None:
    delete_templates(desk.store, desk.actor, ids[:1])
    page.folders.list.choose(Shelf.DELETED)
    qtbot.waitUntil(lambda: names(page) == ["Annual letter"])
    heard: list[int] = []
    page.history_wanted.connect(heard.append)
    choose(page, "Annual letter")
    assert not page.edit_button.isEnabled()
    assert not page.delete_button.isVisible()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert heard == [ids[0]]
    page.restore_button.click()
    qtbot.waitUntil(lambda: names(page) == [])
    page.list.vacancy.clear_button.click()
    qtbot.waitUntil(lambda: names(page) == list(LETTERS))


def test_a_viewer_is_offered_no_change_of_folders(desk: Desk, folder: int, qtbot: QtBot) -> None:
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.VIEWER))
    page = TemplatesPage(desk, Memory())
    page.show()
    qtbot.waitUntil(lambda: bool(page.folders.folders))
    page.folders.list.choose(folder)
    offered = (page.folders.new_button, page.folders.rename, page.folders.delete)
    assert not any(each.isEnabled() for each in offered)
    page.close()
    page.deleteLater()
