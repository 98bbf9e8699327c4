"""One description of an action serves menu, keys, palette and shortcut sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.views.shell.action import Action, Menu
from desktop.views.shell.menus import lettered
from tests.views.shell.conftest import Desk


def test_only_menus_with_something_in_them_are_shown(desk: Desk) -> None:
    menus = desk.page.menus()
    assert list(menus) == ["File", "View", "Manage Clients", "Help"]
    assert menus["Manage Clients"] == ["Import accounts"]
    assert "Theme > Dark" in menus["View"]


def test_an_action_added_later_appears_everywhere(desk: Desk) -> None:
    desk.registry.add(Action("centre", "Message Center", lambda: desk.done.append("centre"), Menu.SUPPORT))
    assert desk.page.menus()["Support"] == ["Message Center"]
    desk.page.run_command("message center")
    assert desk.done == ["centre"]


def test_an_action_that_is_taken_away_is_gone(desk: Desk) -> None:
    desk.registry.remove("import")
    assert "Manage Clients" not in desk.page.menus()
    assert "import" not in desk.page.open_palette().found


def test_an_id_is_given_once(desk: Desk) -> None:
    with pytest.raises(ValueError, match="send"):
        desk.registry.add(Action("send", "Send", lambda: None))


def test_every_menu_has_a_letter_of_its_own(desk: Desk) -> None:
    titles = [action.text() for action in desk.page.window.menuBar().actions()]
    assert titles == ["&File", "&View", "&Manage Clients", "&Help"]
    assert lettered(["Manage Clients", "Manage Account", "ファイル", "M"]) == [
        "&Manage Clients", "M&anage Account", "ファイル", "M",
    ]  # fmt: skip


def test_keys_work_for_actions_in_menus_and_out_of_them(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert desk.done == ["send", "hidden"]


def test_the_palette_opens_by_keys_and_leaves_by_escape(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.findChildren(type(desk.page.open_palette()))[0]
    assert palette.isVisible()
    QTest.keyClick(palette.query, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert desk.done == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("impört", "import"),
        ("clients csv", "import"),
        ("ＳＥＮＤ", "send"),
        ("view dark", "theme-dark"),
        ("send", "send"),
    ],
)
def test_the_palette_finds_by_folded_words_in_any_order(desk: Desk, typed: str, first: str) -> None:
    palette = desk.page.open_palette()
    palette.query.setText(typed)
    assert palette.found[0] == first


def test_the_palette_is_as_high_as_what_it_found(desk: Desk) -> None:
    palette = desk.page.open_palette()
    whole = palette.height()
    palette.query.setText("impört")
    assert len(palette.found) < 3
    assert palette.height() < whole / 2
    palette.query.clear()
    assert palette.height() == whole


def test_the_palette_says_when_nothing_matches(desk: Desk) -> None:
    palette = desk.page.open_palette()
    palette.query.setText("zzz")
    assert palette.found == []
    assert any(
        label.isVisible() and label.text() == "Nothing by that name."
        for label in palette.findChildren(QLabel)
    )
    QTest.keyClick(palette.query, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_disabled_action_is_not_offered(desk: Desk) -> None:
    desk.registry.set_enabled("import", False)
    assert "import" not in desk.page.open_palette().found


def test_arrows_choose_and_go_round(desk: Desk) -> None:
    palette = desk.page.open_palette()
    QTest.keyClick(palette.query, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.found) - 1
    QTest.keyClick(palette.query, Qt.Key.Key_Down)
    QTest.keyClick(palette.query, Qt.Key.Key_Down)
    QTest.keyClick(palette.query, Qt.Key.Key_Return)
    assert desk.done == ["import"]


def test_the_sheet_lists_every_shortcut_by_menu(desk: Desk) -> None:
    texts = [label.text() for label in desk.page.open_sheet().findChildren(QLabel)]
    for expected in (
        "File",
        "Send Message To Clients",
        "Ctrl+N",
        "Elsewhere",
        "Jump to the list",
        "Ctrl+J",
        "F10",
    ):
        assert expected in texts
    assert "Import accounts" not in texts
