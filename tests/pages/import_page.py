"""The import page as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.views.imports.finding_columns import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.views.imports.import_page import ImportPage


class ImportPages:
    """Reads what is shown and does what hands do."""

    def __init__(self, page: ImportPage) -> None:
        self.page = page

    def words(self) -> list[str]:
        """Every text in view."""
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]

    def label(self, words: str) -> QLabel:
        """The label of a field with these words."""
        return next(
            label
            for label in self.page.choice.findChildren(QLabel)
            if label.text() == words and label.isVisible()
        )

    def drop(self, path: Path) -> None:
        """Let go of a file over the page."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(40, 200), Qt.DropAction.CopyAction, data, button, none)
        QApplication.sendEvent(self.page, entering)
        assert entering.isAccepted()
        event = QDropEvent(QPoint(40, 200), Qt.DropAction.CopyAction, data, button, none)
        QApplication.sendEvent(self.page, event)

    def press(self, widget: QWidget) -> None:
        """With the space bar, where the focus may be."""
        assert widget.isVisible()
        assert widget.isEnabled()
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Space)

    def tabs(self) -> list[str]:
        """What was found, with its numbers."""
        findings = self.page.findings
        if findings is None or not findings.lists.tabs.isVisible():
            return []
        return [findings.lists.tabs.tabText(at) for at in range(findings.lists.tabs.count())]

    def listed(self, finding: Finding) -> list[tuple[str, ...]]:
        """Every cell of the list of these, which is brought into view."""
        findings = self.page.findings
        if findings is None or finding not in findings.lists.findings:
            return []
        model = findings.lists.list_of(finding).model
        places = range(model.columnCount())
        return [tuple(model.index(row, at).data() for at in places) for row in range(model.rowCount())]

    def wait_for_row(self, bot: QtBot, finding: Finding, row: tuple[str, ...]) -> None:
        """Wait until the list of these has this one row."""
        bot.waitUntil(lambda: self.listed(finding) == [row])

    def faults(self) -> list[tuple[str, str]]:
        """Line and column of the faults."""
        return [(row[0], row[1]) for row in self.listed(Finding.FAULTY)]

    def closing(self) -> list[tuple[str, str]]:
        """Number and title of the accounts that would be closed."""
        return [(row[1], row[2]) for row in self.listed(Finding.CLOSED)]
