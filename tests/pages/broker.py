"""Sent By IB and a message opened, as a person meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.pages.sent import Listing

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from desktop.views.broker.sent_by_ib_page import SentByIbPage
    from desktop.views.broker.view_message_page import ViewMessagePage
    from desktop.views.kit.menu_button import MenuButton


class SentByIbScreen(Listing):
    """The tab."""

    def __init__(self, page: SentByIbPage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def subjects(self) -> list[str]:
        return self.column("Subject")

    def wait_subjects(self, *words: str) -> None:
        self.wait_for("Subject", list(words))

    def pane_words(self) -> str:
        """The words in the reading pane; empty where none is in view."""
        pane = self.page.pane
        return pane.viewer.toPlainText().replace("\xa0", " ") if pane.isVisible() else ""

    def pick(self, button: MenuButton, words: str) -> None:
        """Open a button's menu and choose."""
        button.opens.aboutToShow.emit()
        entry(button.opens, words).trigger()

    def is_bold(self, row: int) -> bool:
        line = self.view.model.row_at(row)
        return line is not None and not line.is_read


class ViewMessageScreen(Listing):
    """View Message."""

    def __init__(self, page: ViewMessagePage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def words(self) -> str:
        return self.page.view.forms.viewer.toPlainText().replace("\xa0", " ")

    def forms(self) -> list[str]:
        tabs = self.page.view.forms.tabs
        return [tabs.tabText(index) for index in range(tabs.count())]

    def press_form(self, words: str) -> None:
        tabs = self.page.view.forms.tabs
        steps = self.forms().index(words) - tabs.currentIndex()
        for _ in range(abs(steps)):
            QTest.keyClick(tabs, Qt.Key.Key_Right if steps > 0 else Qt.Key.Key_Left)

    def wait_words(self, part: str) -> None:
        def says() -> None:
            assert part in self.words()

        self.qtbot.waitUntil(says)

    def wait_seen(self) -> None:
        """Until the complete message of one recipient is shown."""
        self.qtbot.waitUntil(lambda: self.page.view.seen is not None)


def entry(menu: QMenu, *path: str) -> QAction:
    """An entry of a menu, or of a menu within it."""
    for name in path[:-1]:
        inner = next(action.menu() for action in menu.actions() if action.text() == name)
        menu = inner  # type: ignore[assignment]
    return next(action for action in menu.actions() if action.text() == path[-1])
