"""What only this computer shows holds at once and stays in step with the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from desktop.settings import LANGUAGE, THEME

if TYPE_CHECKING:
    from desktop.views.shell.action_registry import ActionRegistry
    from desktop.views.theme.theme import Theme
    from tests.pages.settings_page import SettingsPages
    from tests.support.looks import Memory


def radio(settings: SettingsPages, words: str) -> QRadioButton:
    found = settings.page.computer.findChildren(QRadioButton)
    return next(button for button in found if button.text() == words)


def test_the_look_changes_at_once(
    settings: SettingsPages, theme: Theme, registry: ActionRegistry, memory: Memory
) -> None:
    settings.go_to("This computer")
    dark = radio(settings, "Dark")
    dark.setFocus()
    QTest.keyClick(dark, Qt.Key.Key_Space)
    assert theme.is_dark
    assert registry.shown("theme-dark").isChecked()
    assert memory.value(THEME.key) == "dark"
    registry.shown("theme-light").trigger()
    assert radio(settings, "Light").isChecked()


def test_the_rows_become_compact(settings: SettingsPages, theme: Theme) -> None:
    before = theme.row_height
    radio(settings, "Compact").click()
    assert theme.row_height < before


def test_a_language_is_remembered(settings: SettingsPages, memory: Memory) -> None:
    settings.go_to("This computer")
    settings.choose(settings.page.computer.language, "English")
    assert memory.value(LANGUAGE.key) == "en"


def test_in_a_wide_window_its_fields_end_where_those_of_the_other_sections_do(
    settings: SettingsPages,
) -> None:
    settings.page.resize(1900, 900)
    settings.go_to("Office")
    office = settings.page.office
    ends = office.name.mapTo(settings.page, office.name.rect().topRight()).x()
    settings.go_to("This computer")
    quiet = settings.page.computer.quiet
    assert quiet.mapTo(settings.page, quiet.rect().topRight()).x() == ends
