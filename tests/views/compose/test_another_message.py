"""A second message while one is being written, and the way back to the one that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.channels.vault import KeyringVault
from desktop.screens import Screens
from desktop.services.drafts import count_drafts
from desktop.views.compose.editor_page import EditorPage
from tests.pages.main_window import MainWindowPage
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme


@pytest.fixture
def screens(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    add_accounts(desk.store, [details(1)])
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.show()
    screens.window.activateWindow()
    yield screens
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


def _editor(screens: Screens) -> EditorPage:
    page = screens.window.area.currentWidget()
    assert isinstance(page, EditorPage)
    return page


def _begin(screens: Screens) -> EditorPage:
    screens.registry.run("write-message")
    return _editor(screens)


def test_the_keys_for_a_message_begin_a_new_one_and_keep_the_one_in_view(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    first = _begin(screens)
    first.form.message.subject.setText("First")
    second = _begin(screens)
    assert second is not first
    assert second.draft.subject == ""
    assert MainWindowPage(screens.window).notices() == ["The message you were writing is kept under Drafts."]
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert count_drafts(desk.store, desk.actor) == 1


def test_an_empty_message_gives_way_to_no_other(screens: Screens) -> None:
    page = _begin(screens)
    assert _begin(screens) is page
    assert MainWindowPage(screens.window).notices() == []


def test_from_elsewhere_they_lead_back_to_the_one_that_is_being_written(screens: Screens) -> None:
    page = _begin(screens)
    page.form.message.subject.setText("First")
    screens.registry.run("go-templates")
    assert _begin(screens) is page


def test_a_new_one_is_begun_from_the_preview_too(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    page = _begin(screens)
    page.form.message.subject.setText("First")
    page.form.accounts.button.click()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    second = _begin(screens)
    assert second is not page
    assert screens.window.area.opened == [second]


def test_a_click_on_its_place_gives_the_keyboard_back_to_the_message(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    page = _begin(screens)
    page.form.message.content.setFocus()
    shown = MainWindowPage(screens.window)
    screens.registry.run("go-notices")
    shown.click_place("Message you are writing")
    qtbot.waitUntil(lambda: screens.window.focusWidget() is page.form.message.content)
    shown.click_place("My Message Center")
    shown.click_place("Message you are writing")
    qtbot.waitUntil(lambda: screens.window.focusWidget() is page.form.message.content)
    assert _editor(screens) is page


def test_ctrl_enter_in_the_places_leaves_no_message(screens: Screens) -> None:
    page = _begin(screens)
    places = screens.window.places.list
    places.setFocus()
    QTest.keyClick(places, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert _editor(screens) is page
