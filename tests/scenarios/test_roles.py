"""What a role does not allow is not offered in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.models.office import Role, UserDetails
from desktop.models.template import TemplateContent
from desktop.services.office import save_users
from desktop.services.templates import create_template, template_names
from desktop.views.templates.templates_page import TemplatesPage
from tests.pages.main_window import MainWindowPage
from tests.support.programs import Programs, founded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.office_session import OfficeSession

PATIENCE_MS = 20_000


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[OfficeSession]:
    """An office with two templates; Ada, its administrator, is at work, and Vera may only read."""
    path = tmp_path / "office.db"
    founded(path)
    programs = Programs(qapp, path)
    program = programs()
    qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
    assert program.session is not None
    desk = program.session.desk
    save_users(
        desk.store, desk.actor, [UserDetails("vera", "Vera Reader", "vera@office.example", Role.VIEWER)]
    )
    for name in ("Closing days", "Welcome"):
        create_template(desk.store, desk.actor, TemplateContent(name, "Subject", "Words"))
    yield program.session
    programs.stop()


def works(session: OfficeSession, user_id: str, qtbot: QtBot) -> None:
    session.screens.user_chosen.emit(user_id)
    qtbot.waitUntil(lambda: session.desk.actor.user_id == user_id)


def templates_of(session: OfficeSession, qtbot: QtBot) -> TemplatesPage:
    session.screens.window.show_place("communications")
    page = session.screens.window.area.show_tab("templates")
    assert isinstance(page, TemplatesPage)
    qtbot.waitUntil(lambda: page.list.model.total == 2)
    return page


def test_who_may_only_read_is_not_offered_to_send(session: OfficeSession, qtbot: QtBot) -> None:
    screens, window = session.screens, MainWindowPage(session.screens.window)
    page = templates_of(session, qtbot)
    page.list.table.selectRow(0)
    writing: list[QPushButton] = [
        page.send_button,
        page.edit_button,
        page.duplicate_button,
        page.delete_button,
        page.new_button,
    ]
    writing.append(window.button("Send Message To Clients"))
    assert all(button.isEnabled() for button in writing)
    works(session, "vera", qtbot)
    assert not any(button.isEnabled() for button in writing)
    assert window.button("Send Message To Clients").toolTip() == "This takes a sender or an administrator."
    assert page.view_button.isEnabled()
    assert not screens.registry.shown("import").isEnabled()
    screens.registry.run("write-message")
    assert not screens.window.area.opened
    works(session, "ada", qtbot)
    assert not window.button("Send Message To Clients").toolTip()
    assert all(button.isEnabled() for button in writing)


def test_all_templates_chosen_at_once_are_deleted_and_come_back(session: OfficeSession, qtbot: QtBot) -> None:
    page, store = templates_of(session, qtbot), session.desk.store
    page.list.table.selectAll()
    QTest.mouseClick(page.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: template_names(store) == [])
    qtbot.waitUntil(lambda: bool(session.screens.window.notices.bars))
    bar = session.screens.window.notices.bars[-1]
    assert bar.notice.text == "2 templates deleted."
    assert bar.notice.action is not None
    bar.notice.action()
    qtbot.waitUntil(lambda: len(template_names(store)) == 2)
