"""A window with nothing behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.shell.action import Action, Menu
from desktop.views.shell.action_registry import ActionRegistry
from desktop.views.shell.area_spec import AreaSpec, TabSpec
from desktop.views.shell.main_window import MainWindow
from desktop.views.shell.standard_actions import add_help_actions, add_look_actions
from tests.pages.main_window import MainWindowPage
from tests.support.looks import Memory

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


class Desk:
    """What a test of the window looks at: what was done, which pages were built, what is remembered."""

    def __init__(self, qtbot: QtBot, theme: Theme, memory: Memory) -> None:
        self.done: list[str] = []
        self.built: list[str] = []
        self.registry = ActionRegistry()
        self.memory = memory
        self.registry.add(
            Action("send", tr("Send Message To Clients"), lambda: self.done.append("send"), Menu.FILE, shortcut="Ctrl+N"),
            Action("import", tr("Import accounts"), lambda: self.done.append("import"), Menu.CLIENTS, keywords=tr("CSV clients")),
            Action("hidden", tr("Jump to the list"), lambda: self.done.append("hidden"), shortcut="Ctrl+J"),
        )  # fmt: skip
        add_look_actions(self.registry, theme, memory)
        self.window = MainWindow(self.registry, self._areas(), memory)
        qtbot.addWidget(self.window)
        add_help_actions(self.registry, lambda: self.window)
        self.page = MainWindowPage(self.window)

    def _areas(self) -> list[AreaSpec]:
        return [
            AreaSpec(
                "mine", tr("My Message Center"), "message-center", (self._tab("notices", tr("Notices")),)
            ),
            AreaSpec(
                "clients",
                tr("Manage Client Communications"),
                "people",
                (self._tab("sent", tr("Sent By Me")), self._tab("templates", tr("Manage Templates"))),
                primary="send",
            ),
            AreaSpec("drafts", tr("Drafts"), "draft", (self._tab("drafts", tr("Drafts")),), extra=True),
        ]

    def _tab(self, tab_id: str, title: str) -> TabSpec:
        return TabSpec(tab_id, title, lambda: self._build(tab_id))

    def _build(self, tab_id: str) -> QWidget:
        self.built.append(tab_id)
        page = QWidget()
        column = QVBoxLayout(page)
        field = QLineEdit()
        field.setObjectName(f"{tab_id}-field")
        field.setAccessibleName(tr("Filter"))
        column.addWidget(field)
        return page


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: Memory) -> Desk:
    """The window, shown and in front."""
    desk = Desk(qtbot, theme, memory)
    desk.window.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    return desk
