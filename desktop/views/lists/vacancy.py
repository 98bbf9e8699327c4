"""What stands where rows would be: nothing yet, nothing found, reading, or a failure and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr


class Vacancy(QStackedWidget):
    """One page for each reason there is nothing to show."""

    retry_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty: QWidget = _sentence_page(_label(tr("There is nothing here yet.")))
        self.nothing_matches = _label(tr("Nothing matches the filter."))
        self.clear_button = QPushButton(tr("Clear filter"))
        self.failure = _label("")
        self.retry_button = QPushButton(tr("Try again"))
        self._loading = _sentence_page(_label(tr("Reading…")))
        self._unmatched = _sentence_page(self.nothing_matches, self.clear_button)
        self._failed = _sentence_page(self.failure, self.retry_button)
        for page in (self._loading, self.empty, self._unmatched, self._failed):
            self.addWidget(page)
        self.clear_button.clicked.connect(self.clear_asked.emit)
        self.retry_button.clicked.connect(self.retry_asked.emit)

    def set_empty(self, widget: QWidget) -> None:
        """A screen's own words for an empty list, with the first step."""
        self.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = widget
        self.addWidget(widget)

    def show_loading(self) -> None:
        self.setCurrentWidget(self._loading)

    def show_empty(self) -> None:
        self.setCurrentWidget(self.empty)

    def show_unmatched(self) -> None:
        self.setCurrentWidget(self._unmatched)

    def show_failed(self, error: Exception) -> None:
        self.failure.setText(failure_words(error))
        self.setCurrentWidget(self._failed)


def failure_words(error: Exception) -> str:
    """A refusal in its own words; of a fault only that it happened, the report is elsewhere."""
    if isinstance(error, Refused):
        return " ".join(part for part in (error.sentence, error.remedy) if part)
    return tr("The list could not be read.")


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _sentence_page(label: QLabel, button: QPushButton | None = None) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(label)
    if button is not None:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
