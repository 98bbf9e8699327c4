"""The settings as a person meets them: sections walked with the arrow keys, fields typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop.views.settings.leave_question import LeaveQuestion

if TYPE_CHECKING:
    from desktop.views.settings.section import Section
    from desktop.views.settings.settings_page import SettingsPage


class SettingsPages:
    """Reads what is shown and does what hands do."""

    def __init__(self, page: SettingsPage) -> None:
        self.page = page

    def sections(self) -> list[str]:
        return [self.page.list.item(row).text() for row in range(self.page.list.count())]

    def go_to(self, title: str) -> None:
        """Walk the sections with the arrow keys."""
        self.page.list.setFocus()
        QTest.keyClick(self.page.list, Qt.Key.Key_Home)
        for _ in range(self.page.list.count()):
            if self.page.list.currentItem().text().startswith(title):
                return
            QTest.keyClick(self.page.list, Qt.Key.Key_Down)
        raise AssertionError(f"There is no section {title}")

    def type(self, line: QLineEdit, text: str) -> None:
        """Type over what is there."""
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)

    def line_of(self, box: QComboBox) -> QLineEdit:
        """The line within a box that can be typed into."""
        line = box.lineEdit()
        assert line is not None
        return line

    def choose(self, box: QComboBox, words: str) -> None:
        """Walk a closed box with the arrow keys to the entry that begins with ``words``."""
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText().startswith(words):
                return
            QTest.keyClick(box, Qt.Key.Key_Down)
        raise AssertionError(f"There is no {words}")

    def save(self, form: Section) -> None:
        """With the key for it."""
        assert form.save_button.isEnabled()
        QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def question(self) -> LeaveQuestion:
        found = [each for each in self.page.findChildren(LeaveQuestion) if each.isVisible()]
        assert len(found) == 1
        return found[0]

    def words(self, within: QWidget | None = None) -> list[str]:
        """Every text in view."""
        return [label.text() for label in (within or self.page).findChildren(QLabel) if label.isVisible()]
