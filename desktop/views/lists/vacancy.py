"""What stands where rows would be: nothing yet, nothing found, or a failure and the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState


class Vacancy(QStackedWidget):
    """One page for each reason there is nothing to show."""

    retry_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty: QWidget = EmptyState("list", tr("Nothing here yet"), "")
        self.clear_button = Button(tr("Clear filter"), self.clear_asked.emit)
        self.retry_button = Button(tr("Try again"), self.retry_asked.emit)
        self._unmatched = EmptyState("filter", tr("Nothing matches the filter"), "", self.clear_button)
        self.failed = EmptyState("warning", tr("The list could not be read"), "", self.retry_button)
        for page in (self.empty, self._unmatched, self.failed):
            self.addWidget(page)

    def set_empty(self, widget: QWidget) -> None:
        """A screen's own words for an empty list, with the first step."""
        self.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = widget
        self.addWidget(widget)

    def word_unmatched(self, title: str = "", sentence: str = "") -> None:
        """A screen's own words for a list that its filter leaves empty; without any, the usual ones."""
        self._unmatched.set_words(title or tr("Nothing matches the filter"), sentence)
        self.clear_button.setVisible(not title)

    def show_empty(self) -> None:
        self.setCurrentWidget(self.empty)

    def show_unmatched(self) -> None:
        self.setCurrentWidget(self._unmatched)

    def show_failed(self, error: Exception) -> None:
        title = error.title if isinstance(error, Refused) else tr("The list could not be read")
        self.failed.set_words(title, failure_words(error))
        self.setCurrentWidget(self.failed)


def failure_words(error: Exception) -> str:
    """A refusal in its own words; of a fault only that it happened, the report is elsewhere."""
    if isinstance(error, Refused):
        return " ".join(part for part in (error.sentence, error.remedy) if part)
    return tr("Something in the program went wrong.")
