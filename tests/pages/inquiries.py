"""My Message Center's inquiries, one of them, and the form that submits one, as a person meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.views.kit.confirm import Confirm

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.models.inquiry import InquiryStep
    from desktop.views.inquiries.files_box import FilesBox
    from desktop.views.inquiries.inquiries_page import InquiriesPage
    from desktop.views.inquiries.inquiry_dialog import InquiryDialog
    from desktop.views.inquiries.inquiry_page import InquiryPage


def question(widget: QWidget) -> Confirm | None:
    """What is asked over it just now."""
    return next((box for box in widget.findChildren(Confirm) if box.isVisible()), None)


class InquiryList:
    def __init__(self, page: InquiriesPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    def column(self, title: str) -> list[str]:
        model = self.page.list.model
        at = [column.title for column in model.columns].index(title)
        return [str(model.index(row, at).data() or "") for row in range(model.rowCount())]

    def wait_for(self, title: str, words: list[str]) -> None:
        self.qtbot.waitUntil(lambda: self.column(title) == words)

    def is_bold(self, row: int) -> bool:
        model = self.page.list.model
        return all(
            column.strong is not None and column.strong(model.row_at(row)) for column in model.columns[:-1]
        )


class InquiryForm:
    def __init__(self, dialog: InquiryDialog, qtbot: QtBot) -> None:
        self.dialog = dialog
        self.qtbot = qtbot

    def write(self, subject: str, text: str) -> None:
        self.dialog.subject.setText(subject)
        self.dialog.text.setPlainText(text)

    def attach(self, *paths: Path) -> None:
        _attach(self.dialog.files, self.qtbot, *paths)

    def submit(self) -> None:
        self.dialog.submit_button.click()

    def press_escape(self) -> None:
        QTest.keyClick(self.dialog, Qt.Key.Key_Escape)

    def problems(self) -> dict[str, str]:
        return {name: field.problem for name, field in self.dialog.fields.items() if field.problem}


class OpenInquiry:
    def __init__(self, page: InquiryPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    def entries(self) -> list[tuple[str, str]]:
        """Whose side each is on, and its words."""
        column = self.page.thread_view.entries.values()
        return [(each.property("side"), each.body.toPlainText()) for each in column]

    def wait_for(self, entries: list[tuple[str, str]]) -> None:
        self.qtbot.waitUntil(lambda: self.entries() == entries)

    def write(self, text: str) -> None:
        self.page.reply.text.setPlainText(text)

    def attach(self, *paths: Path) -> None:
        _attach(self.page.reply.files, self.qtbot, *paths)

    def offered(self) -> list[InquiryStep]:
        return [step for step, button in self.page.reply.buttons.items() if button.isVisible()]

    def press(self, step: InquiryStep) -> None:
        self.page.reply.buttons[step].click()

    def press_by_keyboard(self, step: InquiryStep) -> None:
        """As whoever goes through the page by Tab."""
        button = self.page.reply.buttons[step]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)

    def focus(self) -> QWidget | None:
        return self.page.window().focusWidget()

    def agree(self) -> None:
        box = question(self.page)
        assert box is not None
        box.yes.click()


def _attach(box: FilesBox, qtbot: QtBot, *paths: Path) -> None:
    box.offer(list(paths))
    qtbot.waitUntil(box.list.button.isEnabled)
