"""The settings as one page: its sections in a list beside what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.channels.vault import KeyringVault
from desktop.views.settings.settings_page import SettingsPage
from desktop.views.shell.action_registry import ActionRegistry
from desktop.views.shell.standard_actions import add_look_actions
from tests.support.looks import Memory

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme
    from tests.pages.settings_page import SettingsPages


def test_no_section_is_cut_in_the_list_of_them(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    registry = ActionRegistry()
    add_look_actions(registry, theme, Memory())
    page = SettingsPage(desk, Memory(), KeyringVault(), registry.shown)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    option = QStyleOptionViewItem()
    page.list.initViewItemOption(option)
    room = page.list.viewport().width()
    for row in range(page.list.count()):
        index = page.list.model().index(row, 0, QModelIndex())
        needed = page.list.itemDelegate().sizeHint(option, index).width()
        assert needed <= room, page.list.item(row).text()


def test_no_title_is_cut_where_it_has_the_mark_of_what_is_not_saved(settings: SettingsPages) -> None:
    titles = settings.page.list
    for row in range(titles.count()):
        titles.item(row).setText(f"{titles.item(row).text()} •")
    assert titles.sizeHintForColumn(0) <= titles.viewport().width()
