"""The preview of a held message, as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pages.sent import Listing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.held_preview.held_preview_page import HeldPreviewPage


class HeldPreviewScreen(Listing):
    """Its list is that of the recipients."""

    def __init__(self, page: HeldPreviewPage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def words(self) -> str:
        return self.page.view.forms.viewer.toPlainText().replace("\xa0", " ")

    def standing(self) -> str:
        return self.page.standing.text()

    def offered(self) -> list[str]:
        """The buttons below that can be pressed, by their words."""
        page = self.page
        buttons = (
            page.recipients,
            page.changed,
            page.deliveries,
            page.close_preview,
            page.reverse,
            page.reject,
            page.send,
        )
        return [button.text() for button in buttons if button.isVisible() and button.isEnabled()]

    def wait_words(self, part: str) -> None:
        self.qtbot.waitUntil(lambda: part in self.words())

    def wait_standing(self, part: str) -> None:
        self.qtbot.waitUntil(lambda: part in self.standing())

    def write_note(self, text: str) -> None:
        self.page.history.note.setPlainText(text)
        self.page.history.add_note.click()
        self.qtbot.waitUntil(lambda: text in self.page.history.events)
