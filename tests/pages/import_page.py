"""The import page as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.views.imports.import_page import ImportPage


class ImportPages:
    """Reads what is shown and does what hands do."""

    def __init__(self, page: ImportPage) -> None:
        self.page = page

    def words(self) -> list[str]:
        """Every text in view."""
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]

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

    def faults(self) -> list[tuple[str, str]]:
        """Line and column of the faults in view."""
        findings = self.page.findings
        if findings is None or findings.faults is None:
            return []
        model = findings.faults.model
        rows = range(model.rowCount())
        return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in rows]

    def closing(self) -> list[tuple[str, str]]:
        """Number and title of the accounts in view that would be closed."""
        findings = self.page.findings
        if findings is None or findings.closing is None:
            return []
        model = findings.closing.model
        rows = range(model.rowCount())
        return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in rows]
