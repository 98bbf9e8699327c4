"""The editor as a person meets it: fields, problems, buttons, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.views.kit.confirm import Confirm
from desktop.views.kit.problem_words import ProblemWords

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.views.compose.editor_page import EditorPage

CTRL = Qt.KeyboardModifier.ControlModifier


class Editor:
    """Reads what is shown and does what hands do."""

    def __init__(self, page: EditorPage, bot: QtBot) -> None:
        self.page = page
        self._bot = bot

    @property
    def content(self) -> str:
        return self.page.form.message.content.toPlainText()

    @property
    def subject(self) -> str:
        return self.page.form.message.subject.text()

    def settle(self) -> None:
        """Until the preview has caught up with what was typed."""
        self._bot.waitUntil(lambda: not self.page.preview.is_waiting and not self.page._desk.jobs.busy)

    def write(self, text: str) -> None:
        """Type at the end of the content."""
        field = self.page.form.message.content
        field.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(field, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key where the focus is."""
        focused = self.page.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)

    def type(self, text: str) -> None:
        """Text where the focus is."""
        focused = self.page.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def tab_to(self, name: str) -> None:
        """Walk with Tab until the field of that name has the focus."""
        for _ in range(60):
            if name in _names(self.page.focusWidget()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name}")

    def button(self, name: str) -> QPushButton:
        shown = self.page.findChildren(QPushButton)
        return next(each for each in shown if each.isVisible() and each.accessibleName() == name)

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def buttons(self) -> list[str]:
        shown = self.page.findChildren(QPushButton)
        return [each.accessibleName() for each in shown if each.isVisible()]

    def field_problems(self) -> list[str]:
        """The sentences beneath the fields."""
        return [each.text() for each in self.page.findChildren(ProblemWords) if each.isVisible()]

    def text_problems(self) -> list[str]:
        """The problems listed beside the content, with their places."""
        found = self.page.form.message.problems.problems
        return [
            f"{each.place.line}:{each.place.column} {each.sentence}"
            for each in found
            if each.place is not None
        ]

    def confirm(self) -> Confirm:
        """The question that is asked now."""
        return next(each for each in self.page.findChildren(Confirm) if each.isVisible())

    def is_asking(self) -> bool:
        return any(each.isVisible() for each in self.page.findChildren(Confirm))

    def shown(self) -> str:
        """What the preview shows, as text."""
        return self.page.preview.forms.viewer.toPlainText()


def _names(widget: QWidget | None) -> set[str]:
    """What a person calls the widget: its accessible name, or its words."""
    if widget is None:
        return set()
    text = getattr(widget, "text", None)
    return {widget.accessibleName(), str(text()) if callable(text) else ""}
