"""Manage Recipients as a person uses it: keys, words on buttons, what the rows say."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)

from desktop.views.recipients.applied_chip import AppliedChip
from desktop.views.recipients.filter_bar import FilterBar
from desktop.views.recipients.recipients_table import RecipientsTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.views.recipients.recipients_page import RecipientsPage

D = TypeVar("D", bound=QDialog)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class RecipientsScreen:
    """Looks at what is visible and presses keys where the keyboard is."""

    def __init__(self, page: RecipientsPage, qtbot: QtBot) -> None:
        self.page = page
        self._qtbot = qtbot

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=5000)

    def wait_for_list(self) -> None:
        self.wait_until(self._table.isVisible)

    def wait_for_words(self, words: str) -> None:
        self.wait_until(lambda: words in self.words)

    # Looking

    @property
    def words(self) -> list[str]:
        """All visible labels."""
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]

    @property
    def buttons(self) -> list[str]:
        """The visible buttons that can be pressed."""
        found = self.page.findChildren(QPushButton)
        return [button.text() for button in found if button.isVisible() and button.isEnabled()]

    @property
    def rows(self) -> list[str]:
        """What a screen reader says of each row."""
        model = self._table.model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]

    @property
    def titles(self) -> list[str]:
        model = self._table.model()
        return [str(model.index(row, 1).data()) for row in range(model.rowCount())]

    @property
    def ticked(self) -> list[str]:
        """The numbers of the shown rows that are ticked."""
        return [row.split(" ")[0] for row in self.rows if row.endswith(", selected")]

    @property
    def excluded(self) -> list[str]:
        """The numbers of the shown rows that an excluded group keeps out."""
        return [row.split(" ")[0] for row in self.rows if row.endswith(", excluded")]

    @property
    def chips(self) -> list[str]:
        """The groups that are applied, as they are shown."""
        return [chip.label.text() for chip in self.page.findChildren(AppliedChip) if chip.isVisible()]

    @property
    def current(self) -> int:
        return self._table.currentIndex().row()

    @property
    def filter_text(self) -> str:
        return self._filter.text()

    @property
    def in_filter(self) -> bool:
        return self._filter.hasFocus()

    @property
    def in_list(self) -> bool:
        return self._table.hasFocus()

    @property
    def is_reading(self) -> bool:
        return self.page.findChild(QProgressBar).isVisible()  # type: ignore[union-attr]

    # Doing

    def type(self, text: str) -> None:
        """Letter by letter, wherever the keyboard is by then; of any script."""
        nothing = Qt.KeyboardModifier.NoModifier
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focused, QKeyEvent(kind, Qt.Key.Key_unknown, nothing, letter))

    def press(self, key: Qt.Key, *, shift: bool = False, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        modifier |= _SHIFT if shift else modifier
        modifier |= _CTRL if ctrl else modifier
        QTest.keyClick(self._focused, key, modifier)

    def click_button(self, text: str) -> None:
        button = next(b for b in self.page.findChildren(QPushButton) if b.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def offered(self, button: str) -> list[str]:
        """What stands in the menu of a button."""
        return [action.text() for action in self._menu(button).actions()]

    def choose(self, button: str, group: str) -> None:
        """Choose a group from the menu of a button."""
        next(each for each in self._menu(button).actions() if each.text().startswith(f"{group} ")).trigger()
        self.wait_until(lambda: any(group in chip for chip in self.chips))

    def take_away(self, group: str) -> None:
        """Close the chip of a group."""
        chips = [each for each in self.page.findChildren(AppliedChip) if each.isVisible()]
        next(chip for chip in chips if group in chip.label.text()).close_button.click()

    def dialog(self, kind: builtins.type[D]) -> D:
        """The dialog that is open; it is waited for."""
        self.wait_until(lambda: any(each.isVisible() for each in self.page.findChildren(kind)))
        return next(each for each in self.page.findChildren(kind) if each.isVisible())

    def _menu(self, text: str) -> QMenu:
        button = next(b for b in self.page.findChildren(QPushButton) if b.text() == text)
        menu = button.menu()
        assert menu is not None
        return menu

    def click_row(self, row: int, *, shift: bool = False) -> None:
        place = self._table.visualRect(self._table.model().index(row, 0)).center()
        modifier = _SHIFT if shift else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self._table.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    @property
    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    @property
    def _table(self) -> QTableView:
        table = self.page.findChild(RecipientsTable)
        assert isinstance(table, RecipientsTable)
        return table

    @property
    def _filter(self) -> QLineEdit:
        line = self.page.findChild(FilterBar)
        assert isinstance(line, FilterBar)
        return line
