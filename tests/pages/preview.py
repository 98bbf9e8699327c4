"""Preview to Send as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.kit.button import Button
from desktop.views.message.message_forms import Form

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.preview.check_item import Standing
    from desktop.views.preview.check_row import CheckRow
    from desktop.views.preview.preview_page import PreviewPage
    from desktop.views.preview.settle_box import Choice


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

    def reason(self) -> str:
        """Why the recipient that is shown comes first."""
        return self.page.stepper.reason.text()

    def open(self, key: str) -> CheckRow:
        """Open an item of the check list with the mouse."""
        row = self.page.checks.rows[key]
        if not row.is_open:
            QTest.mouseClick(row.toggle, Qt.MouseButton.LeftButton)
        return row

    def detail(self, key: str) -> list[str]:
        """The lines behind an item."""
        return [line.words for line in self.open(key).item.lines]

    def follow(self, key: str, words: str) -> None:
        """Press a link behind an item."""
        row = self.open(key)

        def named() -> list[Button]:
            links = row.detail.findChildren(Button)
            return [link for link in links if not link.isHidden() and words in link.accessibleName()]

        # A new line is shown when the window has come to arrange it.
        self._bot.waitUntil(lambda: bool(named()))
        QTest.mouseClick(named()[0], Qt.MouseButton.LeftButton)
        self.settle()

    def choose(self, keyword: str, choice: Choice, text: str = "") -> None:
        """Settle what those get who have no value for a keyword."""
        box = self.open(f"missing-{keyword}").settle
        assert box is not None
        box.choices.button(choice).click()
        if text:
            box.field.selectAll()
            QTest.keyClicks(box.field, text)
            QTest.keyClick(box.field, Qt.Key.Key_Return)
        self.settle()

    def standing(self, key: str) -> Standing:
        return self.page.checks.rows[key].item.standing

    def click_send(self) -> None:
        QTest.mouseClick(self.page.send_button, Qt.MouseButton.LeftButton)
        self.settle()

    def send_words(self) -> str:
        return self.page.send_button.accessibleName()

    def problem(self) -> str:
        return self.page.foot.problem
