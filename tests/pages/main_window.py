"""The main window as a person meets it: places, tabs, menus, palette, notices, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.views.shell.command_palette import CommandPalette
from desktop.views.shell.shortcut_sheet import ShortcutSheet

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from desktop.views.shell.main_window import MainWindow


class MainWindowPage:
    """Reads what is shown and does what hands do."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def places(self) -> list[tuple[str, int]]:
        """Title and count of every place."""
        return self.window.places.words()

    def go_to(self, title: str) -> None:
        """Walk the places with the arrow keys until ``title`` is reached."""
        places = self.window.places.list
        places.setFocus()
        QTest.keyClick(places, Qt.Key.Key_Home)
        for _ in range(places.count()):
            if places.currentItem().text() == title:
                return
            QTest.keyClick(places, Qt.Key.Key_Down)
        raise AssertionError(f"There is no place {title}")

    def click_place(self, title: str) -> None:
        places = self.window.places.list
        row = next(row for row in range(places.count()) if places.item(row).text() == title)
        place = places.visualItemRect(places.item(row)).center()
        QTest.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def tabs(self) -> list[str]:
        """Those that are there."""
        bar = self.window.area.tabs
        return [bar.tabText(index) for index in self._tab_places()] if bar.isVisible() else []

    def _tab_places(self) -> list[int]:
        bar = self.window.area.tabs
        return [index for index in range(bar.count()) if bar.isTabVisible(index)]

    def switch_to(self, tab: str) -> None:
        """Walk the tabs with the arrow keys."""
        bar = self.window.area.tabs
        steps = self.tabs().index(tab) - self._tab_places().index(bar.currentIndex())
        for _ in range(abs(steps)):
            QTest.keyClick(bar, Qt.Key.Key_Right if steps > 0 else Qt.Key.Key_Left)

    def title(self) -> str:
        return self.window.area.header.title

    def button(self, words: str) -> QPushButton:
        """The button of that name in what is in view."""
        shown = self.window.area.findChildren(QPushButton)
        return next(button for button in shown if button.isVisible() and button.accessibleName() == words)

    def status(self) -> list[str]:
        return self.window.status.texts()

    def notices(self) -> list[str]:
        return [bar.notice.text for bar in self.window.notices.bars]

    def menus(self) -> dict[str, list[str]]:
        """The menus and what is in them; submenus as ``name > entry``."""
        return {
            action.text().replace("&", ""): _entries(action.menu())  # type: ignore[arg-type]
            for action in self.window.menuBar().actions()
        }

    def open_palette(self) -> CommandPalette:
        self.window.registry.run("command-palette")
        return next(palette for palette in self.window.findChildren(CommandPalette) if palette.isVisible())

    def run_command(self, words: str) -> None:
        """Type the words into the palette and press Enter."""
        palette = self.open_palette()
        QTest.keyClicks(palette.query, words)
        QTest.keyClick(palette.query, Qt.Key.Key_Return)

    def open_sheet(self) -> ShortcutSheet:
        self.window.registry.run("shortcut-sheet")
        return next(sheet for sheet in self.window.findChildren(ShortcutSheet) if sheet.isVisible())

    def shortcuts(self) -> dict[str, str]:
        """What the page of all shortcuts says: words and keys."""
        sheet = self.open_sheet()
        found = sheet.words()
        sheet.accept()
        return found

    def page(self) -> QWidget:
        """The page opened over the area, or the area itself."""
        opened = self.window.area.opened
        return opened[-1] if opened else self.window.area


def _entries(menu: QMenu) -> list[str]:
    found: list[str] = []
    for action in menu.actions():
        found += _entry(action)
    return found


def _entry(action: QAction) -> list[str]:
    below = action.menu()
    if isinstance(below, QMenu):
        return [f"{action.text()} > {entry}" for entry in _entries(below)]
    return [] if action.isSeparator() else [action.text()]
