"""Sent By Me, a sent message and a client's message center as a person meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from desktop.views.kit.confirm import Confirm
from desktop.views.sent.state_chips import StateGroup

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.views.lists.list_view import ListView
    from desktop.views.sent.client_center_page import ClientCenterPage
    from desktop.views.sent.sent_message_page import SentMessagePage
    from desktop.views.sent.sent_page import SentPage

D = TypeVar("D", bound=QDialog)


class Listing:
    """Reads and walks one list."""

    def __init__(self, view: ListView, qtbot: QtBot) -> None:
        self.view = view
        self.qtbot = qtbot

    def rows(self) -> list[list[str]]:
        """The words of every row."""
        model = self.view.model
        return [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def column(self, title: str) -> list[str]:
        titles = [column.title for column in self.view.model.columns]
        return [row[titles.index(title)] for row in self.rows()]

    def wait_for(self, title: str, words: list[str]) -> None:
        """Until that column says so."""

        def says() -> None:
            assert self.column(title) == words

        self.qtbot.waitUntil(says)

    def choose(self, row: int) -> None:
        """Walk there with the arrow keys."""
        table = self.view.table
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Home)
        for _ in range(row):
            QTest.keyClick(table, Qt.Key.Key_Down)
        if not table.selection():
            # Entering a list makes its first row the current one without choosing it.
            QTest.keyClick(table, Qt.Key.Key_Space)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view.table, key)

    def type_filter(self, text: str) -> None:
        self.view.filter_bar.focus()
        QTest.keyClicks(self.view.filter_bar.edit, text)


class SentScreen(Listing):
    """The tab."""

    def __init__(self, page: SentPage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def menu_entry(self, words: str) -> Any:
        """The entry of the menu on the chosen row."""
        menu = self.page.list.menu()
        return next(action for action in menu.actions() if action.text() == words)


class MessageScreen(Listing):
    """One message with its deliveries."""

    def __init__(self, page: SentMessagePage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def chips(self) -> list[str]:
        """The chips in view."""
        return [button.text() for button in self.page.chips.buttons.values() if not button.isHidden()]

    def press_chip(self, group: StateGroup) -> None:
        QTest.mouseClick(self.page.chips.buttons[group], Qt.MouseButton.LeftButton)

    def shown(self) -> str:
        """The words of the message in view; empty where none is."""
        forms = self.page.pane.forms
        return "" if forms.isHidden() else forms.viewer.toPlainText()

    def explanation(self) -> str:
        """Title and sentence that stand where no message does."""
        pane = self.page.pane
        return " ".join(label.text() for label in (pane.title, pane.sentence) if not label.isHidden())

    def forms(self) -> list[str]:
        tabs = self.page.pane.forms.tabs
        return [] if tabs.isHidden() else [tabs.tabText(index) for index in range(tabs.count())]

    def press_form(self, words: str) -> None:
        tabs = self.page.pane.forms.tabs
        steps = self.forms().index(words) - tabs.currentIndex()
        for _ in range(abs(steps)):
            QTest.keyClick(tabs, Qt.Key.Key_Right if steps > 0 else Qt.Key.Key_Left)

    def choose_delivery(self, number: str, channel: str) -> None:
        wanted = next(place for place, row in enumerate(self.rows()) if (row[0], row[2]) == (number, channel))
        self.choose(wanted)
        self.qtbot.waitUntil(lambda: bool(self.shown() or self.explanation()))

    def question(self) -> Confirm:
        return dialog_of(self.page, Confirm)


class ClientScreen:
    """What a client finds."""

    def __init__(self, page: ClientCenterPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    def subjects(self) -> list[str]:
        model = self.page.table.model()
        return [model.index(row, 1).data() for row in range(model.rowCount())]

    def switch(self) -> None:
        """To the other tab."""
        tabs = self.page.tabs
        QTest.keyClick(tabs, Qt.Key.Key_Left if tabs.currentIndex() else Qt.Key.Key_Right)

    def wait_shown(self, part: str) -> None:
        self.qtbot.waitUntil(lambda: part in self.page.viewer.toPlainText())


def dialog_of(parent: QWidget, kind: type[D]) -> D:
    """The dialog of that kind which stands open over ``parent``."""
    return next(dialog for dialog in parent.findChildren(kind) if dialog.isVisible())
