"""Manage Templates: what a person does with the messages they keep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.channel import Channel
from desktop.models.office import Role
from desktop.models.template import TemplateContent
from desktop.services.templates import change_template, create_template, template_names
from desktop.views.lists.paged import ListState
from desktop.views.message.message_forms import Form
from desktop.views.templates.template_view_page import TemplateViewPage
from desktop.views.templates.templates_page import TemplatesPage
from desktop.views.theme.theme import theme_of
from tests.support.looks import Memory

LETTERS = ("Annual letter", "Invitation", "Welcome")


@pytest.fixture
def ids(desk: Desk) -> list[int]:
    """Three templates; their ids in order of name."""
    return [create_template(desk.store, desk.actor, letter(name)).template_id for name in LETTERS]


@pytest.fixture
def page(desk: Desk, ids: list[int], qtbot: QtBot) -> Iterator[TemplatesPage]:
    page = TemplatesPage(desk, Memory())
    page.show()
    page.list.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: names(page) == list(LETTERS))
    yield page
    page.close()
    page.deleteLater()


def letter(name: str) -> TemplateContent:
    return TemplateContent(
        name, f"{name} for {{{{ account_title }}}}", "Dear *{{ account_title }}*,\n\nhello."
    )


def names(page: TemplatesPage) -> list[str]:
    model = page.list.model
    if model.state is not ListState.SHOWN:
        return []
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose(page: TemplatesPage, name: str) -> None:
    page.list.table.setFocus()
    page.list.table.selectRow(names(page).index(name))


def test_no_button_is_cut_where_there_is_little_room(page: TemplatesPage, qtbot: QtBot) -> None:
    page.resize(500, 400)
    buttons = (page.send_button, page.edit_button, page.delete_button, page.new_button)
    qtbot.waitUntil(lambda: page.new_button.y() > page.send_button.y())
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    page.resize(1100, 400)
    qtbot.waitUntil(lambda: page.new_button.y() == page.send_button.y())
    assert page.new_button.x() > page.width() / 2


def test_the_row_the_keyboard_stands_on_is_the_one_the_buttons_act_on(
    page: TemplatesPage, ids: list[int], qtbot: QtBot
) -> None:
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.send_button.isEnabled)
    assert page.list.selection().ids == {ids[0]}


def test_nothing_can_be_done_before_one_is_chosen(page: TemplatesPage) -> None:
    buttons = (
        page.send_button,
        page.view_button,
        page.edit_button,
        page.duplicate_button,
        page.delete_button,
    )
    assert not any(button.isEnabled() for button in buttons)
    choose(page, "Invitation")
    assert all(button.isEnabled() for button in buttons)


def test_each_button_speaks_of_the_chosen_one(page: TemplatesPage, ids: list[int]) -> None:
    heard: list[tuple[str, int]] = []
    page.message_wanted.connect(lambda number: heard.append(("message", number)))
    page.view_wanted.connect(lambda number: heard.append(("view", number)))
    page.edit_wanted.connect(lambda number: heard.append(("edit", number)))
    choose(page, "Invitation")
    for button in (page.send_button, page.view_button, page.edit_button):
        button.click()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert heard == [("message", ids[1]), ("view", ids[1]), ("edit", ids[1]), ("view", ids[1])]


def test_a_copy_gets_a_free_name(page: TemplatesPage, qtbot: QtBot) -> None:
    choose(page, "Welcome")
    page.duplicate_button.click()
    qtbot.waitUntil(lambda: "Copy of Welcome" in names(page))
    choose(page, "Welcome")
    page.duplicate_button.click()
    qtbot.waitUntil(lambda: "Copy of Welcome 2" in names(page))


def test_deleting_can_be_undone(page: TemplatesPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, "Invitation")
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == ["Annual letter", "Welcome"])
    (told,) = desk.notices.take()
    assert told.text == "1 template deleted."
    assert told.action is not None
    told.action()
    qtbot.waitUntil(lambda: names(page) == list(LETTERS))


def test_a_filter_finds_by_name_or_subject(page: TemplatesPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.list.filter_bar.edit, "annual for")
    qtbot.waitUntil(lambda: names(page) == ["Annual letter"])


def test_an_empty_list_offers_the_first_step(desk: Desk, qtbot: QtBot) -> None:
    page = TemplatesPage(desk, Memory())
    page.show()
    asked: list[bool] = []
    page.new_wanted.connect(lambda: asked.append(True))
    qtbot.waitUntil(page.list.vacancy.empty.isVisible)
    QTest.mouseClick(
        next(b for b in page.list.vacancy.empty.findChildren(type(page.new_button)) if b.isVisible()),
        Qt.MouseButton.LeftButton,
    )
    assert asked == [True]
    page.close()
    page.deleteLater()


def test_a_template_is_seen_in_every_form_and_follows_a_change(
    desk: Desk, ids: list[int], qtbot: QtBot
) -> None:
    page = TemplateViewPage(desk, ids[0])
    page.show()
    qtbot.waitUntil(lambda: bool(page.subject.text()))
    assert page.header.title == "Annual letter"
    assert "{{" not in page.subject.text()
    seen = {}
    for form in Form:
        page.forms.show_form(form)
        seen[form] = page.forms.viewer.toPlainText()
    assert all("hello." in words and "{{" not in words for words in seen.values())
    changed = TemplateContent("Annual letter", "New subject", "New words", frozenset({Channel.EMAIL}))
    change_template(desk.store, desk.actor, ids[0], 1, changed)
    qtbot.waitUntil(lambda: page.subject.text() == "New subject")
    page.close()
    page.deleteLater()


def test_a_template_that_is_gone_closes_its_page(desk: Desk, ids: list[int], qtbot: QtBot) -> None:
    page = TemplateViewPage(desk, 999)
    with qtbot.waitSignal(page.closed):
        page.show()
    assert "not there any more" in desk.notices.take()[0].text
    assert len(template_names(desk.store)) == len(ids)
    page.close()
    page.deleteLater()


def test_who_may_only_read_is_told_why_the_buttons_rest(page: TemplatesPage, desk: Desk) -> None:
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.VIEWER))
    choose(page, "Welcome")
    resting = (page.send_button, page.edit_button, page.duplicate_button, page.delete_button, page.new_button)
    for button in (*resting, page.folders.new_button):
        assert not button.isEnabled()
        assert button.toolTip() == "This takes a sender or an administrator."
    assert page.view_button.isEnabled()
    assert not page.view_button.toolTip()


def test_in_a_window_of_1100_the_usual_names_are_whole(page: TemplatesPage, qtbot: QtBot) -> None:
    page.resize(870, 500)
    table = page.list.table
    words = table.fontMetrics().horizontalAdvance("Change of the fee schedule")
    qtbot.waitUntil(lambda: table.columnWidth(0) >= words + 2 * theme_of().scale.small)
