"""The history of a template: seen, compared, restored, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.models.channel import Channel
from desktop.models.office import Role
from desktop.models.template import TemplateContent
from desktop.services.templates import change_template, create_template, delete_templates, template_of
from desktop.views.kit.changed_text import ChangedText
from desktop.views.templates.template_history_page import HistoryTab, TemplateHistoryPage

FIRST = TemplateContent("Welcome", "Welcome to us", "Dear {{ account_title }},\n\nhello in May.")
SECOND = replace(FIRST, name="Greeting", content="Dear {{ account_title }},\n\nhello in June.", branded=False)
THIRD = replace(SECOND, channels=frozenset({Channel.EMAIL}))


@pytest.fixture
def number(desk: Desk) -> int:
    number = create_template(desk.store, desk.actor, FIRST).template_id
    change_template(desk.store, desk.actor, number, 1, SECOND)
    change_template(desk.store, desk.actor, number, 2, THIRD)
    return number


@pytest.fixture
def page(desk: Desk, number: int, qtbot: QtBot) -> Iterator[TemplateHistoryPage]:
    page = TemplateHistoryPage(desk, number)
    page.show()
    qtbot.waitUntil(lambda: page.list.count() == 3 and bool(page.subject.text()))
    yield page
    page.close()
    page.deleteLater()


def titles(page: TemplateHistoryPage) -> list[str]:
    return [page.list.item(row).text().split("\n")[0] for row in range(page.list.count())]


def marked(text: ChangedText) -> tuple[str, str]:
    """The words under a line, and those with a line through them."""
    under, through = "", ""
    cursor = QTextCursor(text.document())
    for _ in range(len(text.toPlainText())):
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        kind: QTextCharFormat = cursor.charFormat()
        under += cursor.selectedText() if kind.fontUnderline() else ""
        through += cursor.selectedText() if kind.fontStrikeOut() else ""
        cursor.clearSelection()
    return under, through


def test_versions_are_listed_and_seen_as_their_recipient_would(
    page: TemplateHistoryPage, qtbot: QtBot
) -> None:
    assert titles(page) == ["Version 3, changed", "Version 2, changed", "Version 1, created"]
    assert "Ada Byron" in page.list.item(0).text()
    assert not page.restore.isEnabled()
    page.list.setCurrentRow(2)
    qtbot.waitUntil(lambda: "hello in May" in page.forms.viewer.toPlainText())
    assert "{{" not in page.forms.viewer.toPlainText()
    assert page.header.title == "History of “Welcome”"


def test_what_changed_is_told_without_colour(page: TemplateHistoryPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(HistoryTab.CHANGES)
    page.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: marked(page.changes.text) == ("June", "May"))
    assert page.changes.settings.text() == "Name: Welcome → Greeting\nBanner and footer: on → off"
    assert page.changes.text.accessibleDescription() == "Removed: May Added: June"
    page.list.setCurrentRow(2)
    qtbot.waitUntil(lambda: "first version" in page.changes.settings.text())


def test_any_two_can_be_compared(page: TemplateHistoryPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(HistoryTab.CHANGES)
    qtbot.waitUntil(lambda: page.changes.settings.text().startswith("Delivery method"))
    row = page.changes.other.findData(1)
    page.changes.other.setCurrentIndex(row)
    page.changes.other.activated.emit(row)
    qtbot.waitUntil(lambda: page.changes.settings.text().startswith("Name: Welcome → Greeting"))


def test_what_is_compared_with_stays_when_a_colleague_saves(
    page: TemplateHistoryPage, desk: Desk, number: int, qtbot: QtBot
) -> None:
    page.tabs.setCurrentIndex(HistoryTab.CHANGES)
    page.list.setCurrentRow(1)
    row = page.changes.other.findData(3)
    page.changes.other.setCurrentIndex(row)
    page.changes.other.activated.emit(row)
    change_template(desk.store, desk.actor, number, 3, FIRST)
    qtbot.waitUntil(lambda: page.list.count() == 4)
    assert page.changes.other.currentData() == 3


def test_restoring_makes_a_new_version_and_can_be_undone(
    page: TemplateHistoryPage, desk: Desk, number: int, qtbot: QtBot
) -> None:
    page.list.setCurrentRow(2)
    page.restore.setFocus()
    page.restore.click()
    qtbot.waitUntil(lambda: page.list.count() == 4)
    assert titles(page)[0] == "Version 4, version 1 restored"
    qtbot.waitUntil(lambda: page.list.currentRow() == 0)
    assert page.focusWidget() is page.list
    assert page.changes.other.currentText() == "Version 3, changed"
    assert template_of(desk.store, number).content == FIRST
    (told,) = desk.notices.take()
    assert told.action is not None
    told.action()
    qtbot.waitUntil(lambda: page.list.count() == 5)
    assert template_of(desk.store, number).content == THIRD


def test_who_restores_after_a_colleague_saved_is_told(
    page: TemplateHistoryPage, desk: Desk, number: int, qtbot: QtBot
) -> None:
    page.list.setCurrentRow(2)
    with desk.store.write("Grace Hopper") as unit:
        unit.templates.replace(number, 3, replace(THIRD, subject="Grace's"))
        unit.commit()
    page.restore.click()
    qtbot.waitUntil(lambda: page.list.count() == 4)
    (told,) = desk.notices.take()
    assert told.text == "The template was not saved"
    assert template_of(desk.store, number).content.subject == "Grace's"


def test_a_deleted_template_is_still_looked_at_and_brought_back(
    page: TemplateHistoryPage, desk: Desk, number: int, qtbot: QtBot
) -> None:
    assert not page.bring_back.isVisible()
    delete_templates(desk.store, desk.actor, [number])
    qtbot.waitUntil(page.bring_back.isVisible)
    assert not page.restore.isVisible()
    page.bring_back.click()
    qtbot.waitUntil(lambda: page.list.count() == 5 and page.restore.isVisible())
    assert template_of(desk.store, number).content == THIRD


def test_a_viewer_looks_but_restores_nothing(page: TemplateHistoryPage, desk: Desk) -> None:
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.VIEWER))
    page.list.setCurrentRow(2)
    assert not page.restore.isEnabled()


def test_the_page_of_what_was_never_there_closes(desk: Desk, qtbot: QtBot) -> None:
    page = TemplateHistoryPage(desk, 999)
    with qtbot.waitSignal(page.closed):
        page.show()
    assert "not there any more" in desk.notices.take()[0].text
    page.close()
    page.deleteLater()


def test_the_versions_have_room_for_their_titles(page: TemplateHistoryPage, qtbot: QtBot) -> None:
    """Else the frame of the chosen one ends out of sight, and a bar for scrolling to the side lies below."""
    page.resize(1100, 700)
    page.list.setCurrentRow(2)
    page.restore.click()
    qtbot.waitUntil(lambda: titles(page)[0] == "Version 4, version 1 restored")
    qtbot.waitUntil(lambda: page.list.horizontalScrollBar().maximum() == 0)
    assert page.list.visualItemRect(page.list.item(0)).width() <= page.list.viewport().width()
