"""Preview to Send as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.message.message_forms import Form

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.preview.preview_page import PreviewPage


class Preview:
    """Reads what is shown and does what hands do."""

    def __init__(self, page: PreviewPage, bot: QtBot) -> None:
        self.page = page
        self._bot = bot

    def settle(self) -> None:
        self._bot.waitUntil(lambda: not self.page._desk.jobs.busy)

    def position(self) -> str:
        return self.page.stepper.position.text()

    def header(self) -> dict[str, str]:
        """The header lines that are shown."""
        return {key: line.text() for key, line in self.page.header.lines.items() if line.isVisible()}

    def shown(self, form: Form = Form.EMAIL) -> str:
        """The message in ``form``, as text."""
        self.page.forms.show_form(form)
        return self.page.forms.viewer.toPlainText()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on the message, and then what follows from it."""
        QTest.keyClick(self.page.forms.viewer, key, modifier)
        self.settle()

    def find(self, text: str) -> list[str]:
        """Type into the field of recipients; what is offered."""
        field = self.page.stepper.field
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        self._bot.waitUntil(lambda: not self.page.stepper.is_searching and not self.page._desk.jobs.busy)
        return self.page.stepper.offered()

    def take(self, place: int) -> None:
        """Choose one of what is offered, counted from 1."""
        offered = self.page.stepper.list
        for _ in range(place):
            QTest.keyClick(offered, Qt.Key.Key_Down)
        QTest.keyClick(offered, Qt.Key.Key_Return)
        self.settle()

    def checks(self) -> list[str]:
        return self.page.checks.sentences

    def send_words(self) -> str:
        return self.page.send_button.accessibleName()

    def problem(self) -> str:
        return self.page.foot.problem
