"""The question who works here, as a person answers it: by the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from desktop.views.welcome.who_page import WhoPage


class WhoWorksHere:
    """Reads what is offered and chooses of it."""

    def __init__(self, page: WhoPage) -> None:
        self.page = page

    def names(self) -> list[str]:
        return [self.page.list.item(row).text() for row in range(self.page.list.count())]

    def choose(self, name: str) -> None:
        """Type the beginning of the name, and Enter."""
        QTest.keyClicks(self.page.list, name)
        QTest.keyClick(self.page.list, Qt.Key.Key_Return)
